/* The checks: what a checked call requires of its arguments besides their number and types,
 * such as a pointer that must not be null. They are a short list for each function, derived
 * from the manifest when the module is opened.
 *
 * The checks decide whether a call is valid. They run only for calls that the screen
 * (screen.h) suspects. */
#ifndef VERA_BINDING_CHECK_H
#define VERA_BINDING_CHECK_H

#include "pool.h"

/* VERA's own limit on parameters. It lets a call keep all it needs on the stack. */
enum { vera_check_most_arguments = 16 };

/* A number of bytes: where a call finds it among its arguments, or a constant. */
struct vera_check_amount {
    int32_t argument; /* its position; -1: the amount is `number` */
    int32_t type;     /* of that argument */
    int64_t number;
};

enum vera_check_kind {
    vera_check_boolean, /* the argument is 0 or 1 */
    vera_check_natural, /* the argument is a number of bytes and not negative */
    vera_check_nonnull, /* the argument is not null if the amount is above 0 */
    vera_check_disjoint /* the two ranges share no byte, or start at the same address */
};

/* One requirement of one argument. */
struct vera_check {
    enum vera_check_kind kind;
    int32_t argument;
    int32_t other; /* for disjoint: the pointer of the second range */
    struct vera_check_amount amount;
    struct vera_check_amount other_amount;
};

/* Derives the checks of a function, in the pool. Returns VERA_BINDING_OK or
 * VERA_BINDING_MEMORY. */
int32_t vera_check_plan(const struct vera_binding_description *description, struct vera_pool *pool,
                        const struct vera_check **checks, uint32_t *count);

/* The first check that the arguments fail; null if they pass all. */
const struct vera_check *vera_check_find_failed(const struct vera_check *checks, uint32_t count,
                                                const struct vera_binding_value *arguments);

/* Describes a failed check in `error` and returns its code. */
int32_t vera_check_explain(const struct vera_check *check,
                           const struct vera_binding_description *description,
                           const struct vera_binding_value *arguments,
                           struct vera_binding_error *error);

#endif
