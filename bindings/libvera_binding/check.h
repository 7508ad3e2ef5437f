/* What a checked call asks of its arguments beyond their number and types. It
 * is worked out from the manifest once, as a short list. */
#ifndef VERA_BINDING_CHECK_H
#define VERA_BINDING_CHECK_H

#include "pool.h"

/* VERA's own limit on parameters. It lets what a call needs live on the
 * stack. */
enum { vera_check_most_arguments = 16 };

/* An amount, with what it takes to read it from the arguments of a call. */
struct vera_check_amount {
    int32_t argument; /* -1: `number` counts */
    int32_t type;     /* of that argument */
    int64_t number;
};

enum vera_check_kind {
    vera_check_boolean, /* the argument is 0 or 1 */
    vera_check_natural, /* the argument is a number of bytes, and not negative */
    vera_check_nonnull, /* the argument is not null while the amount is above 0 */
    vera_check_disjoint /* the two ranges share no byte, or start at one address */
};

/* One question about one argument. */
struct vera_check {
    enum vera_check_kind kind;
    int32_t argument;
    int32_t other; /* the argument that it is held against */
    struct vera_check_amount amount;
    struct vera_check_amount other_amount;
};

/* Works out the checks of a function, in the pool. Returns VERA_BINDING_OK or
 * VERA_BINDING_MEMORY. */
int32_t vera_check_plan(const struct vera_binding_description *description, struct vera_pool *pool,
                        const struct vera_check **checks, uint32_t *count);

/* The first check that the arguments fail; null when they pass. */
const struct vera_check *vera_check_find_failed(const struct vera_check *checks, uint32_t count,
                                                const struct vera_binding_value *arguments);

/* Describes a failed check, and returns its code. */
int32_t vera_check_explain(const struct vera_check *check,
                           const struct vera_binding_description *description,
                           const struct vera_binding_value *arguments,
                           struct vera_binding_error *error);

#endif
