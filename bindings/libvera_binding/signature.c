/* Reads what a function takes and returns from a manifest. An attribute may name a later
 * parameter, so the attributes are read after all names. parameter.c reads each one. */
#include "signature.h"

#include "parameter.h"

#include <string.h>

/* Room for a function's parameters and, after them, its result. Null, and an error, if there
 * is no memory. */
static struct vera_binding_parameter *
make_room(const struct vera_json *at, struct vera_binding_description *function, size_t count)
{
    struct vera_pool *pool = at->text->pool;
    struct vera_binding_parameter *records = vera_pool_take(pool, count + 1, sizeof *records);
    const struct vera_binding_parameter **list = vera_pool_take(pool, count, sizeof *list);
    if (records == NULL || list == NULL) {
        vera_json_out_of_memory(at->text);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        list[i] = &records[i];
    }
    function->parameters = list;
    function->result = &records[count];
    return records;
}

/* Reads the next parameter of `function`. */
static void read_parameter(const struct vera_json *at, struct vera_binding_parameter *parameter,
                           struct vera_binding_description *function)
{
    vera_parameter_read_type(at, parameter);
    parameter->name = vera_json_name(at, "name");
    if (parameter->type == VERA_BINDING_VOID) {
        struct vera_json type = vera_json_member(at, "type");
        vera_json_refuse(&type, VERA_BINDING_MANIFEST, "only a result can be void");
    }
    for (uint32_t i = 0; i < function->count; i++) {
        if (strcmp(function->parameters[i]->name, parameter->name) == 0) {
            struct vera_json name = vera_json_member(at, "name");
            vera_json_refuse(&name, VERA_BINDING_MANIFEST, "a second parameter '%s'",
                             parameter->name);
        }
    }
    function->count++;
}

void vera_signature_read(const struct vera_json *at, struct vera_binding_description *function)
{
    struct vera_json parameters = vera_json_array(at, "parameters");
    struct vera_json result = vera_json_object(at, "returns");
    size_t count = vera_json_count(&parameters);
    struct vera_binding_parameter *records = make_room(at, function, count);
    for (size_t i = 0; i < count && at->text->code == VERA_BINDING_OK; i++) {
        struct vera_json parameter = vera_json_element(&parameters, i);
        read_parameter(&parameter, &records[i], function);
    }
    for (size_t i = 0; i < count && at->text->code == VERA_BINDING_OK; i++) {
        struct vera_json parameter = vera_json_element(&parameters, i);
        vera_parameter_read_attributes(&parameter, &records[i], function);
    }
    if (at->text->code == VERA_BINDING_OK) {
        records[count].name = "";
        vera_parameter_read_type(&result, &records[count]);
        vera_parameter_read_result_attributes(&result, &records[count], function);
    }
}
