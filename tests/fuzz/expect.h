/* Shared by the fuzz targets: a check that prints what was expected and aborts. libFuzzer
 * then saves the input.
 */
#ifndef VERA_TESTS_FUZZ_EXPECT_H
#define VERA_TESTS_FUZZ_EXPECT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* After the condition come the format and the values of "expected ...". */
#define EXPECT(condition, ...)                                                                     \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fputs("expected ", stderr);                                                            \
            fprintf(stderr, __VA_ARGS__);                                                          \
            fputc('\n', stderr);                                                                   \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* libFuzzer calls this with each input. It returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#endif
