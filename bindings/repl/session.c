/* Each callee has an allocation of its own, which does not move until the session ends:
 * blocks point to the callees that allocated and freed them. Names are in a sorted
 * array, so that a lookup is a binary search. */
#include "session.h"

#include "alloc.h"
#include "builtin.h"

#include <stdlib.h>
#include <string.h>

static void add_callee(struct session *session, const struct callee *callee)
{
    session->callees = repl_alloc_grow(session->callees, session->callee_count,
                                       sizeof(struct callee *), &session->callee_capacity);
    struct callee *copy = repl_alloc_zeroed(1, sizeof *copy);
    *copy = *callee;
    session->callees[session->callee_count++] = copy;
}

void repl_session_open(struct session *session, FILE *out)
{
    *session = (struct session){.out = out};
    for (size_t index = 0; index < BUILTIN_COUNT; index++) {
        add_callee(session, &repl_builtins[index]);
    }
}

void repl_session_close(struct session *session)
{
    repl_blocks_release(&session->blocks);
    for (size_t index = 0; index < session->name_count; index++) {
        free(session->names[index].text);
    }
    for (size_t index = 0; index < session->callee_count; index++) {
        free(session->callees[index]);
    }
    for (size_t index = 0; index < session->module_count; index++) {
        vera_binding_close(session->modules[index]);
    }
    free(session->names);
    free(session->callees);
    free(session->modules);
}

static void add_module(struct session *session, struct vera_binding_module *module)
{
    session->modules =
        repl_alloc_grow(session->modules, session->module_count,
                        sizeof(struct vera_binding_module *), &session->module_capacity);
    session->modules[session->module_count++] = module;
    for (uint32_t index = 0; index < vera_binding_count(module); index++) {
        const struct vera_binding_function *function = vera_binding_at(module, index);
        add_callee(session, &(struct callee){.module = vera_binding_name(module),
                                             .align = vera_binding_alignment(module),
                                             .description = vera_binding_describe(function),
                                             .function = function});
    }
}

static const struct vera_binding_module *find_module(const struct session *session,
                                                     struct text name)
{
    for (size_t index = 0; index < session->module_count; index++) {
        if (repl_text_equal(name, vera_binding_name(session->modules[index]))) {
            return session->modules[index];
        }
    }
    return NULL;
}

bool repl_session_has_module(const struct session *session, struct text module)
{
    return repl_text_equal(module, BUILTIN_MODULE) || find_module(session, module) != NULL;
}

static bool refuse(struct vera_binding_error *error, const char *name, const char *owner)
{
    error->code = VERA_BINDING_NAME;
    snprintf(error->message, sizeof error->message, "the module name '%s' is already taken by %s",
             name, owner);
    return false;
}

bool repl_session_import(struct session *session, const char *where,
                         struct vera_binding_error *error)
{
    struct vera_binding_module *module;
    if (vera_binding_open(where, NULL, &module, error) != VERA_BINDING_OK) {
        return false;
    }
    const char *name = vera_binding_name(module);
    const struct vera_binding_module *present =
        find_module(session, (struct text){name, strlen(name)});
    bool accepted = true;
    if (strcmp(name, BUILTIN_MODULE) == 0) {
        accepted = refuse(error, name, "the session itself");
    } else if (present != NULL) {
        accepted = strcmp(vera_binding_manifest(present), vera_binding_manifest(module)) == 0 ||
                   refuse(error, name, vera_binding_manifest(present));
    } else {
        add_module(session, module);
        return true;
    }
    vera_binding_close(module);
    return accepted;
}

/* Below, equal to or above 0, as `text` sorts before, with or after `name`. */
static int compare(struct text text, const char *name)
{
    int order = strncmp(text.start, name, text.length);
    return order != 0 ? order : name[text.length] == '\0' ? 0 : -1;
}

/* The index of `text` among the names, or the one to insert it at. */
static size_t index_of(const struct session *session, struct text text)
{
    size_t low = 0;
    size_t high = session->name_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(text, session->names[middle].text) > 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The name with that index, if it is `text`; otherwise null. */
static struct name *name_at(const struct session *session, size_t index, struct text text)
{
    return index < session->name_count && compare(text, session->names[index].text) == 0
               ? &session->names[index]
               : NULL;
}

const struct vera_binding_value *repl_session_find_value(const struct session *session,
                                                         struct text name)
{
    const struct name *found = name_at(session, index_of(session, name), name);
    return found != NULL ? &found->value : NULL;
}

void repl_session_bind(struct session *session, struct text name,
                       const struct vera_binding_value *value)
{
    size_t index = index_of(session, name);
    struct name *bound = name_at(session, index, name);
    if (bound == NULL) {
        session->names = repl_alloc_grow(session->names, session->name_count,
                                         sizeof *session->names, &session->name_capacity);
        bound = session->names + index;
        memmove(bound + 1, bound, (session->name_count - index) * sizeof *bound);
        bound->text = repl_alloc_copy(name.start, name.length);
        session->name_count++;
    }
    bound->value = *value;
}

size_t repl_session_find_callees(const struct session *session, struct text module,
                                 struct text name, const struct callee *found[2])
{
    size_t count = 0;
    for (size_t index = 0; index < session->callee_count; index++) {
        const struct callee *callee = session->callees[index];
        if (repl_text_equal(name, callee->description->name) &&
            (module.length == 0 || repl_text_equal(module, callee->module))) {
            if (count < 2) {
                found[count] = callee;
            }
            count++;
        }
    }
    return count;
}
