/* What every fuzz target has in common: a check that ends the run with one line on
 * what was expected, where libFuzzer then keeps the input.
 */
#ifndef VERA_TESTS_FUZZ_EXPECT_H
#define VERA_TESTS_FUZZ_EXPECT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* The rest of the sentence, with its values, follows the condition. */
#define EXPECT(condition, ...)                                                                     \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fputs("expected ", stderr);                                                            \
            fprintf(stderr, __VA_ARGS__);                                                          \
            fputc('\n', stderr);                                                                   \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* libFuzzer calls this with each input; it returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#endif
