/* Opens modules in tests. */
#include "opening.h"

#include "tree.h"

#include <string.h>

struct vera_binding_module *open_module(const char *where)
{
    struct vera_binding_module *module = NULL;
    struct vera_binding_error error;
    if (vera_binding_open(where, NULL, &module, &error) != VERA_BINDING_OK) {
        ck_abort_msg("%s: code %d: %s", where, error.code, error.message);
    }
    ck_assert_ptr_nonnull(module);
    return module;
}

struct vera_binding_module *open_sample(void)
{
    return open_module(built(SAMPLE_MANIFEST));
}

struct vera_binding_error refuse(const char *where, const char *node, int32_t code)
{
    struct vera_binding_module *module = (struct vera_binding_module *)&module;
    struct vera_binding_error error;
    memset(&error, 0x5A, sizeof error);
    ck_assert_int_eq(vera_binding_open(where, node, &module, &error), code);
    ck_assert_ptr_null(module);
    ck_assert_int_eq(error.code, code);
    ck_assert_int_eq(error.argument, -1);
    ck_assert_str_eq(error.function, "");
    ck_assert_str_ne(error.message, "");
    ck_assert_ptr_null(strchr(error.message, '\n'));
    return error;
}

const struct vera_binding_function *find(const struct vera_binding_module *module, const char *name)
{
    const struct vera_binding_function *function = vera_binding_find(module, name);
    ck_assert_msg(function != NULL, "no function %s", name);
    return function;
}
