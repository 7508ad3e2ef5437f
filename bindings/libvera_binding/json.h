/* Reading values out of a manifest's JSON, where every complaint names the
 * position of the value that it is about.
 *
 * Only the first complaint counts. After it everything reads as empty, so that
 * a reader need not ask after every value whether it may go on. */
#ifndef VERA_BINDING_JSON_H
#define VERA_BINDING_JSON_H

#include "pool.h"

#include <jansson.h>

/* A text being read. */
struct vera_json_text {
    const char *path; /* as complaints name it */
    const char *bytes;
    struct vera_pool *pool; /* for strings that outlive the text */
    struct vera_binding_error *error;
    int32_t code; /* of the first complaint */
};

/* A value, and the way to it. */
struct vera_json {
    struct vera_json_text *text;
    const struct vera_json *up; /* null for the root */
    const char *key;            /* in `up`; null: an element of it */
    size_t index;               /* of that element */
    json_t *value;              /* null: there is none */
};

/* Complains: "PATH:LINE:COLUMN: " and what is wrong. */
void vera_json_refuse(const struct vera_json *at, int32_t code, const char *format, ...)
    VERA_ERROR_PRINTS(3);

/* Complains that there is no memory. */
void vera_json_out_of_memory(struct vera_json_text *text);

/* Complains when the value is not an object. */
void vera_json_expect_object(const struct vera_json *at);

/* A member of an object. When `object` is no object, or lacks it, it has no
 * value. */
struct vera_json vera_json_member(const struct vera_json *object, const char *key);

/* A member that must be there, of that type, or it is complained about and has
 * no value. */
struct vera_json vera_json_object(const struct vera_json *object, const char *key);
struct vera_json vera_json_array(const struct vera_json *object, const char *key);

/* An array's elements: none when it has no value. */
size_t vera_json_count(const struct vera_json *array);
struct vera_json vera_json_element(const struct vera_json *array, size_t index);

/* A member that must be there and be a string, copied into the pool. Empty
 * after a complaint. */
const char *vera_json_string(const struct vera_json *object, const char *key);

/* The same, of a name as VERA has them. */
const char *vera_json_name(const struct vera_json *object, const char *key);

/* A member that is true or false; false when it is not there. */
bool vera_json_flag(const struct vera_json *object, const char *key);

#endif
