/* Reads values from a manifest's JSON. json.h states what a reader can rely on. */
#include "json.h"

#include "name.h"
#include "position.h"

#include <stdarg.h>

/* The reader of manifests looks at no value deeper than this. */
enum { deepest = 8 };

static struct vera_position locate(const struct vera_json *at)
{
    struct vera_position_step steps[deepest];
    size_t count = 0;
    for (const struct vera_json *up = at; up->up != NULL && count < deepest; up = up->up) {
        count++;
    }
    for (size_t i = count; i > 0; at = at->up) {
        i--;
        steps[i] = (struct vera_position_step){at->key, at->index};
    }
    return vera_position_find(at->text->bytes, steps, count);
}

void vera_json_refuse(const struct vera_json *at, int32_t code, const char *format, ...)
{
    struct vera_json_text *text = at->text;
    if (text->code != VERA_BINDING_OK) {
        return;
    }
    struct vera_position position = locate(at);
    text->code = vera_error_set(text->error, code, "%s:%zu:%zu: ", text->path, position.line,
                                position.column);
    va_list values;
    va_start(values, format);
    vera_error_append(text->error, format, values);
    va_end(values);
}

void vera_json_out_of_memory(struct vera_json_text *text)
{
    if (text->code == VERA_BINDING_OK) {
        text->code = vera_error_memory(text->error);
    }
}

static const char *describe(json_type type)
{
    static const char *const names[] = {
        [JSON_OBJECT] = "an object",   [JSON_ARRAY] = "an array",  [JSON_STRING] = "a string",
        [JSON_INTEGER] = "an integer", [JSON_REAL] = "a fraction", [JSON_TRUE] = "true",
        [JSON_FALSE] = "false",        [JSON_NULL] = "null",
    };
    return names[type];
}

static struct vera_json require(const struct vera_json *object, const char *key, json_type type)
{
    struct vera_json member = vera_json_member(object, key);
    if (member.value == NULL) {
        vera_json_refuse(object, VERA_BINDING_MANIFEST, "\"%s\" is missing; it must be %s", key,
                         describe(type));
    } else if (json_typeof(member.value) != type) {
        vera_json_refuse(&member, VERA_BINDING_MANIFEST, "\"%s\" must be %s, not %s", key,
                         describe(type), describe(json_typeof(member.value)));
        member.value = NULL;
    }
    return member;
}

void vera_json_expect_object(const struct vera_json *at)
{
    if (at->value != NULL && !json_is_object(at->value)) {
        vera_json_refuse(at, VERA_BINDING_MANIFEST, "an object is expected here, not %s",
                         describe(json_typeof(at->value)));
    }
}

struct vera_json vera_json_member(const struct vera_json *object, const char *key)
{
    return (struct vera_json){object->text, object, key, 0, json_object_get(object->value, key)};
}

struct vera_json vera_json_object(const struct vera_json *object, const char *key)
{
    return require(object, key, JSON_OBJECT);
}

struct vera_json vera_json_array(const struct vera_json *object, const char *key)
{
    return require(object, key, JSON_ARRAY);
}

size_t vera_json_count(const struct vera_json *array)
{
    return json_array_size(array->value);
}

struct vera_json vera_json_element(const struct vera_json *array, size_t index)
{
    return (struct vera_json){array->text, array, NULL, index, json_array_get(array->value, index)};
}

const char *vera_json_string(const struct vera_json *object, const char *key)
{
    struct vera_json member = require(object, key, JSON_STRING);
    if (member.value == NULL) {
        return "";
    }
    const char *copy = vera_pool_print(object->text->pool, "%s", json_string_value(member.value));
    if (copy == NULL) {
        vera_json_out_of_memory(object->text);
        return "";
    }
    return copy;
}

const char *vera_json_name(const struct vera_json *object, const char *key)
{
    const char *name = vera_json_string(object, key);
    if (!vera_name_valid(name)) {
        struct vera_json member = vera_json_member(object, key);
        vera_json_refuse(&member, VERA_BINDING_MANIFEST,
                         "'%s' is not a name: a name is [a-z][a-z0-9_]*", name);
    }
    return name;
}

bool vera_json_flag(const struct vera_json *object, const char *key)
{
    struct vera_json member = vera_json_member(object, key);
    if (member.value != NULL && !json_is_boolean(member.value)) {
        vera_json_refuse(&member, VERA_BINDING_MANIFEST, "\"%s\" must be true or false", key);
    }
    return json_is_true(member.value);
}
