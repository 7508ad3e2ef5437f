/* Telling at a glance that the arguments of a call are in order.
 *
 * To go through the checks one by one costs a tenth of what libffi takes for
 * the call itself, or two. So a few operations without a branch tell the calls
 * that surely pass from those that may not, and only the latter are examined.
 * A screen may suspect a call that is in order; it never clears one that a
 * check would refuse. */
#ifndef VERA_BINDING_SCREEN_H
#define VERA_BINDING_SCREEN_H

#include "check.h"

/* An argument is suspect when it is of another type, or when its value less
 * `bias` has a bit of `mask`. */
struct vera_screen_argument {
    int32_t type;
    uint64_t bias;
    uint64_t mask;
};

/* Two pointers, and the arguments, of type i64, that hold the lengths of what
 * they point at. */
struct vera_screen_pair {
    int32_t left;
    int32_t left_length;
    int32_t right;
    int32_t right_length;
};

struct vera_screen {
    bool always; /* every call is suspect: a check is of a kind that has no screen */
    bool paired; /* the two ranges of `pair` must be disjoint */
    struct vera_screen_pair pair;
    struct vera_screen_argument arguments[vera_check_most_arguments];
};

/* Works out the screen that belongs to a function's checks. */
void vera_screen_plan(struct vera_screen *screen,
                      const struct vera_binding_description *description,
                      const struct vera_check *checks, uint32_t count);

/* Whether one pointer lies in the range of the other. Distances cannot
 * overflow, where the ends of ranges can. */
static inline uint64_t vera_screen_overlap(const struct vera_screen_pair *pair,
                                           const struct vera_binding_value *arguments)
{
    uint64_t left = (uintptr_t)arguments[pair->left].as.ptr;
    uint64_t right = (uintptr_t)arguments[pair->right].as.ptr;
    uint64_t left_length = (uint64_t)arguments[pair->left_length].as.i64;
    uint64_t right_length = (uint64_t)arguments[pair->right_length].as.i64;
    return (right - left < left_length) | (left - right < right_length);
}

/* Whether a call is suspect, and not only in order. `places` is set to where
 * the values are, as libffi wants it. */
static inline bool vera_screen_suspects(const struct vera_screen *screen,
                                        const struct vera_binding_value *arguments, uint32_t count,
                                        void **places)
{
    uint64_t suspect = screen->always;
    for (uint32_t i = 0; i < count; i++) {
        const struct vera_screen_argument *expected = &screen->arguments[i];
        suspect |= (uint32_t)(arguments[i].type ^ expected->type);
        suspect |= (arguments[i].as.u64 - expected->bias) & expected->mask;
        places[i] = (void *)&arguments[i].as;
    }
    if (screen->paired) {
        suspect |= vera_screen_overlap(&screen->pair, arguments);
    }
    return suspect != 0;
}

#endif
