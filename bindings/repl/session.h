/* What a session knows from one line to the next: modules and their functions,
 * names and their values, blocks. */
#ifndef VERA_REPL_SESSION_H
#define VERA_REPL_SESSION_H

#include "blocks.h"
#include "text.h"

#include <stdio.h>
#include <vera/binding.h>

/* Something that can be called: a module's function, or one of the session's own. */
struct callee {
    const char *module; /* its name; "session" for the session's own */
    int64_t align;      /* the least alignment of the module's blocks */
    const struct vera_binding_description *description;
    /* One of these two: a function of the module's, or one of the session's. */
    const struct vera_binding_function *function;
    void (*builtin)(const struct vera_binding_value *arguments, struct vera_binding_value *result);
};

struct name {
    char *text;
    struct vera_binding_value value;
};

struct session {
    FILE *out; /* where values and answers are written */
    struct vera_binding_module **modules;
    size_t module_count;
    size_t module_capacity;
    struct callee **callees; /* the session's own, then each module's in its order */
    size_t callee_count;
    size_t callee_capacity;
    struct name *names; /* by text */
    size_t name_count;
    size_t name_capacity;
    struct blocks blocks;
    int32_t call_errno; /* as the last call left it */
};

void repl_session_open(struct session *session, FILE *out);
void repl_session_close(struct session *session);

/* Opens a module and adds its functions; nothing if it is there already. False,
 * with a sentence in `error->message`, when that cannot be done. */
bool repl_session_import(struct session *session, const char *where,
                         struct vera_binding_error *error);

/* Whether a module of that name was imported. */
bool repl_session_has_module(const struct session *session, struct text module);

/* The value that `name` is bound to; null when it is bound to none. */
const struct vera_binding_value *repl_session_find_value(const struct session *session,
                                                         struct text name);

/* Binds `name`, anew if it is bound. */
void repl_session_bind(struct session *session, struct text name,
                       const struct vera_binding_value *value);

/* Looks for what can be called by that name, in any module if `module` is
 * empty. Returns how many there are, and the first two of them in `found`. */
size_t repl_session_find_callees(const struct session *session, struct text module,
                                 struct text name, const struct callee *found[2]);

#endif
