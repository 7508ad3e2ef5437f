/* The state that a session keeps from one line to the next: open modules and their
 * functions, names and their values, blocks. Nothing here parses or runs a line: see
 * statement.h. */
#ifndef VERA_REPL_SESSION_H
#define VERA_REPL_SESSION_H

#include "blocks.h"
#include "text.h"

#include <stdio.h>
#include <vera/binding.h>

/* Something that can be called: a function of a module, or a built-in one. */
struct callee {
    const char *module; /* its name; BUILTIN_MODULE for a built-in function */
    int64_t align;      /* the minimum alignment of the module's blocks */
    const struct vera_binding_description *description;
    /* One of these two is null. */
    const struct vera_binding_function *function;
    void (*builtin)(const struct vera_binding_value *arguments, struct vera_binding_value *result);
};

struct name {
    char *text;
    struct vera_binding_value value;
};

struct session {
    FILE *out; /* for values and the output of commands */
    struct vera_binding_module **modules;
    size_t module_count;
    size_t module_capacity;
    struct callee **callees; /* the built-in ones, then each module's in its order */
    size_t callee_count;
    size_t callee_capacity;
    struct name *names; /* sorted by text */
    size_t name_count;
    size_t name_capacity;
    struct blocks blocks;
    int32_t call_errno; /* errno after the last call */
};

void repl_session_open(struct session *session, FILE *out);
void repl_session_close(struct session *session);

/* Opens a module and adds its functions. Does nothing if it is open already. False, with
 * a sentence in `error->message`, when it cannot be opened. */
bool repl_session_import(struct session *session, const char *where,
                         struct vera_binding_error *error);

/* Whether a module of that name is open, or it is BUILTIN_MODULE. */
bool repl_session_has_module(const struct session *session, struct text module);

/* Returns the value that `name` is bound to; null when there is no such name. */
const struct vera_binding_value *repl_session_find_value(const struct session *session,
                                                         struct text name);

/* Binds `name` to a value, or rebinds it. */
void repl_session_bind(struct session *session, struct text name,
                       const struct vera_binding_value *value);

/* Finds the callees of that name, in all modules if `module` is empty. Returns how many
 * there are, and the first two in `found`. */
size_t repl_session_find_callees(const struct session *session, struct text module,
                                 struct text name, const struct callee *found[2]);

#endif
