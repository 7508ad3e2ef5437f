/* Keeps a call from harming the process: applies what a manifest says of a
 * function's pointers to the blocks of the session. What can be judged without
 * knowing the blocks, the binding checks when it is called. */
#ifndef VERA_REPL_VET_H
#define VERA_REPL_VET_H

#include "fault.h"
#include "session.h"

/* A call that is about to be made, or was made. */
struct call {
    const struct callee *callee;
    struct vera_binding_value *arguments; /* each of its parameter's type */
    size_t *at;                           /* where each stands in the line */
    size_t line;
};

/* Refuses a call that would touch memory outside the live blocks, or give back
 * what is not one. A range of no bytes may be anywhere. */
bool repl_vet_call(const struct call *call, const struct blocks *blocks, struct fault *fault);

/* Enters into the list what the call took back and what it returned. False when
 * the function did not keep the promises of its manifest: what it returned is
 * then not on the list. */
bool repl_vet_result(const struct call *call, const struct vera_binding_value *result,
                     struct blocks *blocks, size_t at, struct fault *fault);

/* A range that is about to be read or written, and by whom. */
struct range {
    const char *actor; /* as it begins the sentence */
    const char *verb;  /* "read", "write" */
    const char *name;  /* of what points at it */
    uintptr_t address;
    int64_t count; /* not negative */
};

/* Refuses a range that does not lie in one live block. */
bool repl_vet_range(const struct blocks *blocks, const struct range *range, size_t at,
                    struct fault *fault);

#endif
