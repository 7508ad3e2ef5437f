/* Finds where a JSON value begins in a text. The text is known to be JSON, so the only thing
 * checked is where it ends. */
#include "position.h"

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

static const char *skip_string(const char *at)
{
    at++;
    while (*at != '\0' && *at != '"') {
        at += at[0] == '\\' && at[1] != '\0' ? 2 : 1;
    }
    return *at == '"' ? at + 1 : at;
}

/* The two kinds of brackets need not be distinguished, because they match. */
static const char *skip_nested(const char *at)
{
    size_t depth = 0;
    do {
        if (*at == '"') {
            at = skip_string(at);
            continue;
        }
        if (*at == '{' || *at == '[') {
            depth++;
        } else if (*at == '}' || *at == ']') {
            depth--;
        }
        at++;
    } while (depth > 0 && *at != '\0');
    return at;
}

static const char *skip_value(const char *at)
{
    if (*at == '{' || *at == '[') {
        return skip_nested(at);
    }
    return *at == '"' ? skip_string(at) : at + strcspn(at, ",]} \t\r\n");
}

/* What follows a value and its comma; null at the end. */
static const char *next(const char *at)
{
    at = skip_blanks(skip_value(at));
    return *at == ',' ? skip_blanks(at + 1) : NULL;
}

/* Whether the string at `at` is `key`. Jansson decodes any escapes in it. False if there is
 * no memory: the position is then less exact. */
static bool spells(const char *at, const char *key)
{
    json_t *string = json_loadb(at, (size_t)(skip_string(at) - at), JSON_DECODE_ANY, NULL);
    bool same = string != NULL && strcmp(json_string_value(string), key) == 0;
    json_decref(string);
    return same;
}

static const char *find_member(const char *at, const char *key)
{
    while (at != NULL && *at == '"') {
        const char *colon = skip_blanks(skip_string(at));
        const char *value = *colon == ':' ? skip_blanks(colon + 1) : colon;
        if (spells(at, key)) {
            return value;
        }
        at = next(value);
    }
    return NULL;
}

static const char *find_element(const char *at, size_t index)
{
    while (at != NULL && index > 0) {
        at = next(at);
        index--;
    }
    return at;
}

static const char *take_step(const char *at, const struct vera_position_step *step)
{
    if (*at != (step->key != NULL ? '{' : '[')) {
        return NULL;
    }
    at = skip_blanks(at + 1);
    return step->key != NULL ? find_member(at, step->key) : find_element(at, step->index);
}

static struct vera_position measure(const char *text, const char *at)
{
    struct vera_position position = {.line = 1, .column = 1};
    for (; text < at; text++) {
        if (*text == '\n') {
            position.line++;
            position.column = 1;
        } else if (((unsigned char)*text & 0xC0) != 0x80) {
            position.column++;
        }
    }
    return position;
}

struct vera_position vera_position_find(const char *text, const struct vera_position_step *steps,
                                        size_t count)
{
    const char *at = skip_blanks(text);
    for (size_t i = 0; i < count; i++) {
        const char *below = take_step(at, &steps[i]);
        if (below == NULL) {
            break;
        }
        at = below;
    }
    return measure(text, at);
}
