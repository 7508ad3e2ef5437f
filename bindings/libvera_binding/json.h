/* Reads values from a manifest's JSON. Every error names the position of the value that it
 * is about.
 *
 * Only the first error counts. After it, every value reads as empty, so that a reader need
 * not test for an error after each value. */
#ifndef VERA_BINDING_JSON_H
#define VERA_BINDING_JSON_H

#include "pool.h"

#include <jansson.h>

/* A text being read. */
struct vera_json_text {
    const char *path; /* as errors name it */
    const char *bytes;
    struct vera_pool *pool; /* for strings that outlive the text */
    struct vera_binding_error *error;
    int32_t code; /* of the first error; VERA_BINDING_OK until then */
};

/* A value, and the path to it from the root. */
struct vera_json {
    struct vera_json_text *text;
    const struct vera_json *up; /* null for the root */
    const char *key;            /* of this member of `up`; null: an element */
    size_t index;               /* of that element */
    json_t *value;              /* null: there is no value */
};

/* Reports an error in the value: "PATH:LINE:COLUMN: " and what is wrong. */
void vera_json_refuse(const struct vera_json *at, int32_t code, const char *format, ...)
    VERA_ERROR_PRINTS(3);

/* Reports that there is no memory. */
void vera_json_out_of_memory(struct vera_json_text *text);

/* Reports an error if the value is not an object. */
void vera_json_expect_object(const struct vera_json *at);

/* A member of an object. It has no value if `object` is not an object or lacks the key. */
struct vera_json vera_json_member(const struct vera_json *object, const char *key);

/* A member that must be there and have that type. Otherwise this reports an error, and the
 * member has no value. */
struct vera_json vera_json_object(const struct vera_json *object, const char *key);
struct vera_json vera_json_array(const struct vera_json *object, const char *key);

/* The elements of an array; none if it has no value. */
size_t vera_json_count(const struct vera_json *array);
struct vera_json vera_json_element(const struct vera_json *array, size_t index);

/* A member that must be there and be a string, copied into the pool. Empty after an error. */
const char *vera_json_string(const struct vera_json *object, const char *key);

/* The same for a string that must be a VERA name. */
const char *vera_json_name(const struct vera_json *object, const char *key);

/* A member that is true or false; false if it is not there. */
bool vera_json_flag(const struct vera_json *object, const char *key);

#endif
