/* The screen: a fast test that a checked call makes first. It lets through the calls that
 * certainly pass every check and suspects the rest, which call.c then examines with the
 * checks themselves (check.h).
 *
 * Running the checks one by one costs 10 to 20 % of what libffi takes for the call. The
 * screen is a few operations without a branch. It may suspect a valid call; it never lets
 * through a call that a check would refuse. */
#ifndef VERA_BINDING_SCREEN_H
#define VERA_BINDING_SCREEN_H

#include "check.h"

/* An argument is suspect if its type differs, or if its value minus `bias` has a bit of
 * `mask`. */
struct vera_screen_argument {
    int32_t type;
    uint64_t bias;
    uint64_t mask;
};

/* The positions of two pointers, and of the arguments of type i64 that hold the lengths of
 * their ranges. */
struct vera_screen_pair {
    int32_t left;
    int32_t left_length;
    int32_t right;
    int32_t right_length;
};

struct vera_screen {
    bool always; /* every call is suspect: the screen cannot express one of the checks */
    bool paired; /* the two ranges of `pair` must not overlap */
    struct vera_screen_pair pair;
    struct vera_screen_argument arguments[vera_check_most_arguments];
};

/* Derives the screen of a function from its checks.
 *
 * screen  all zero */
void vera_screen_plan(struct vera_screen *screen,
                      const struct vera_binding_description *description,
                      const struct vera_check *checks, uint32_t count);

/* Whether one pointer lies in the range of the other. Distances cannot overflow; the ends
 * of ranges can. */
static inline uint64_t vera_screen_overlap(const struct vera_screen_pair *pair,
                                           const struct vera_binding_value *arguments)
{
    uint64_t left = (uintptr_t)arguments[pair->left].as.ptr;
    uint64_t right = (uintptr_t)arguments[pair->right].as.ptr;
    uint64_t left_length = (uint64_t)arguments[pair->left_length].as.i64;
    uint64_t right_length = (uint64_t)arguments[pair->right_length].as.i64;
    return (right - left < left_length) | (left - right < right_length);
}

/* Whether a call is suspect. In the same pass, sets `pointers` to the addresses of the
 * values, which is the form that libffi takes. */
static inline bool vera_screen_suspects(const struct vera_screen *screen,
                                        const struct vera_binding_value *arguments, uint32_t count,
                                        void **pointers)
{
    uint64_t suspect = screen->always;
    for (uint32_t i = 0; i < count; i++) {
        const struct vera_screen_argument *expected = &screen->arguments[i];
        suspect |= (uint32_t)(arguments[i].type ^ expected->type);
        suspect |= (arguments[i].as.u64 - expected->bias) & expected->mask;
        pointers[i] = (void *)&arguments[i].as;
    }
    if (screen->paired) {
        suspect |= vera_screen_overlap(&screen->pair, arguments);
    }
    return suspect != 0;
}

#endif
