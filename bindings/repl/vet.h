/* Keeps a call from harming the process: compares what the manifest says about a
 * function's pointers with the session's blocks, and refuses the call if it would
 * touch other memory or free a block wrongly. libvera_binding checks what does not
 * depend on the blocks, such as overlaps, during the call. */
#ifndef VERA_REPL_VET_H
#define VERA_REPL_VET_H

#include "fault.h"
#include "session.h"

/* A call, before or after it is made. */
struct call {
    const struct callee *callee;
    struct vera_binding_value *arguments; /* converted to the parameters' types */
    size_t *at;                           /* the offset of each argument in the line */
    size_t line;
};

/* Refuses a call that would touch memory outside the live blocks, or free anything but a
 * live block of the same module, with its size and alignment. A range of 0 bytes may be
 * anywhere. */
bool repl_vet_call(const struct call *call, const struct blocks *blocks, struct fault *fault);

/* Updates the list after a call: marks the blocks that it freed, and adds the one that
 * it returned. False when the result contradicts the manifest; then it is not added. */
bool repl_vet_result(const struct call *call, const struct vera_binding_value *result,
                     struct blocks *blocks, size_t at, struct fault *fault);

/* A range of memory that is about to be read or written. */
struct range {
    const char *actor; /* the function or command, as the sentence starts with it */
    const char *verb;  /* "read" or "write" */
    const char *name;  /* of the parameter or operand that points to it */
    uintptr_t address;
    int64_t count; /* not negative */
};

/* Refuses a range that does not lie within one live block. */
bool repl_vet_range(const struct blocks *blocks, const struct range *range, size_t at,
                    struct fault *fault);

#endif
