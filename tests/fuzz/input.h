/* Reads the input as a list of numbers. After its end, every number reads as 0. */
#ifndef VERA_TESTS_FUZZ_INPUT_H
#define VERA_TESTS_FUZZ_INPUT_H

#include <stddef.h>
#include <stdint.h>

struct input {
    const uint8_t *bytes;
    size_t left;
};

static inline uint8_t input_byte(struct input *input)
{
    if (input->left == 0) {
        return 0;
    }
    input->left--;
    return *input->bytes++;
}

/* A number of that many bytes, the most significant byte first. */
static inline int64_t input_number(struct input *input, unsigned bytes)
{
    int64_t number = 0;
    while (bytes-- > 0) {
        number = number << 8 | input_byte(input);
    }
    return number;
}

#endif
