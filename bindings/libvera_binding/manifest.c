/* Reads a manifest, what a module states about itself in JSON, from its file down to its
 * functions. signature.c and parameter.c read what a function takes and returns. Unknown
 * keys are ignored, because a later version may give them a meaning without changing that
 * of the others. */
#include "manifest.h"

#include "file.h"
#include "json.h"
#include "loader.h"
#include "name.h"
#include "signature.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The highest format that this library reads. */
enum { format = 1 };

static bool failed(const struct vera_json *at)
{
    return at->text->code != VERA_BINDING_OK;
}

/* `count` things from the pool. Null, and an error, if there is no memory. */
static void *take(const struct vera_json *at, size_t count, size_t size)
{
    void *taken = vera_pool_take(at->text->pool, count, size);
    if (taken == NULL) {
        vera_json_out_of_memory(at->text);
    }
    return taken;
}

/* Read before anything else: a higher format may have changed the rest. */
static void read_format(const struct vera_json *root)
{
    struct vera_json at = vera_json_member(root, "format");
    if (at.value == NULL) {
        vera_json_refuse(root, VERA_BINDING_MANIFEST, "\"format\" is missing; it must be %d",
                         format);
    } else if (!json_is_integer(at.value) || json_integer_value(at.value) < 1) {
        vera_json_refuse(&at, VERA_BINDING_MANIFEST, "\"format\" must be an integer of at least 1");
    } else if (json_integer_value(at.value) > format) {
        vera_json_refuse(&at, VERA_BINDING_FORMAT,
                         "format %" PRId64 " is newer than this library, which reads format %d",
                         (int64_t)json_integer_value(at.value), format);
    }
}

static const char *read_module(const struct vera_json *root, const char *name)
{
    const char *module = vera_json_name(root, "module");
    struct vera_json at = vera_json_member(root, "module");
    if (vera_name_reserved(module)) {
        vera_json_refuse(&at, VERA_BINDING_MANIFEST, "'%s' is reserved and cannot be a module",
                         module);
    } else if (name != NULL && strcmp(module, name) != 0) {
        vera_json_refuse(&at, VERA_BINDING_MANIFEST, "this is module '%s', not '%s'", module, name);
    }
    return module;
}

/* The name of a file, never a path of any system: a manifest must not say where to load
 * from. */
static const char *read_library(const struct vera_json *root)
{
    struct vera_json library = vera_json_object(root, "library");
    struct vera_json at = vera_json_member(&library, vera_loader_format);
    if (at.value == NULL) {
        return NULL;
    }
    const char *name = vera_json_string(&library, vera_loader_format);
    if (name[0] == '\0' || strpbrk(name, "/\\:") != NULL || strcmp(name, ".") == 0 ||
        strcmp(name, "..") == 0) {
        vera_json_refuse(&at, VERA_BINDING_MANIFEST, "'%s' is not the name of a file", name);
    }
    return name;
}

static int64_t read_align(const struct vera_json *root)
{
    struct vera_json at = vera_json_member(root, "align");
    int64_t align = at.value != NULL ? json_integer_value(at.value) : 1;
    if (align <= 0 || (align & (align - 1)) != 0) {
        vera_json_refuse(&at, VERA_BINDING_MANIFEST, "\"align\" must be a power of two");
    }
    return align;
}

/* A node extends an earlier one, or none. */
static void read_node(const struct vera_json *at, struct vera_manifest *manifest)
{
    struct vera_manifest_node node = {.parent = -1};
    vera_json_expect_object(at);
    node.name = vera_json_string(at, "name");
    if (vera_manifest_find_node(manifest, node.name) >= 0) {
        struct vera_json name = vera_json_member(at, "name");
        vera_json_refuse(&name, VERA_BINDING_MANIFEST, "a second node '%s'", node.name);
    }
    struct vera_json extends = vera_json_member(at, "extends");
    if (extends.value != NULL) {
        const char *parent = vera_json_string(at, "extends");
        node.parent = vera_manifest_find_node(manifest, parent);
        if (node.parent < 0) {
            vera_json_refuse(&extends, VERA_BINDING_MANIFEST,
                             "there is no node '%s' before this one", parent);
        }
    }
    manifest->nodes[manifest->node_count++] = node;
}

static void read_nodes(const struct vera_json *root, struct vera_manifest *manifest)
{
    struct vera_json nodes = vera_json_array(root, "nodes");
    size_t count = vera_json_count(&nodes);
    manifest->nodes = take(&nodes, count, sizeof *manifest->nodes);
    for (size_t i = 0; i < count && !failed(root); i++) {
        struct vera_json at = vera_json_element(&nodes, i);
        read_node(&at, manifest);
    }
}

/* A function must belong to one of the nodes. */
static void read_function(const struct vera_json *at, const struct vera_manifest *manifest,
                          struct vera_binding_description *function)
{
    vera_json_expect_object(at);
    function->name = vera_json_name(at, "name");
    function->symbol = vera_json_string(at, "symbol");
    function->node = vera_json_string(at, "node");
    if (vera_manifest_find_node(manifest, function->node) < 0) {
        struct vera_json node = vera_json_member(at, "node");
        vera_json_refuse(&node, VERA_BINDING_MANIFEST, "there is no node '%s'", function->node);
    }
    vera_signature_read(at, function);
}

static void read_functions(const struct vera_json *functions, struct vera_manifest *manifest)
{
    size_t count = vera_json_count(functions);
    manifest->functions = take(functions, count, sizeof *manifest->functions);
    manifest->by_name = take(functions, count, sizeof *manifest->by_name);
    for (size_t i = 0; i < count && !failed(functions); i++) {
        struct vera_json at = vera_json_element(functions, i);
        read_function(&at, manifest, &manifest->functions[i].description);
        manifest->by_name[i] = &manifest->functions[i];
        manifest->function_count++;
    }
}

/* Functions with the same name stay in the manifest's order. */
static int compare(const void *left, const void *right)
{
    const struct vera_binding_function *a = *(struct vera_binding_function *const *)left;
    const struct vera_binding_function *b = *(struct vera_binding_function *const *)right;
    int order = strcmp(a->description.name, b->description.name);
    return order != 0 ? order : (a > b) - (a < b);
}

static void sort_functions(const struct vera_json *functions, struct vera_manifest *manifest)
{
    qsort(manifest->by_name, manifest->function_count, sizeof *manifest->by_name, compare);
    for (uint32_t i = 1; i < manifest->function_count; i++) {
        const struct vera_binding_function *second = manifest->by_name[i];
        const char *name = second->description.name;
        if (strcmp(manifest->by_name[i - 1]->description.name, name) == 0) {
            struct vera_json at =
                vera_json_element(functions, (size_t)(second - manifest->functions));
            struct vera_json member = vera_json_member(&at, "name");
            vera_json_refuse(&member, VERA_BINDING_MANIFEST, "a second function '%s'", name);
        }
    }
}

static void read_root(const struct vera_json *root, const char *name,
                      struct vera_manifest *manifest)
{
    vera_json_expect_object(root);
    read_format(root);
    if (failed(root)) {
        return;
    }
    manifest->module = read_module(root, name);
    manifest->library = read_library(root);
    manifest->align = read_align(root);
    read_nodes(root, manifest);
    struct vera_json functions = vera_json_array(root, "functions");
    read_functions(&functions, manifest);
    if (!failed(root)) {
        sort_functions(&functions, manifest);
    }
}

/* If memory runs out, Jansson reports nothing, or a syntax error. So a text that fails is
 * parsed again: either there is memory now, or it fails at once. */
static json_t *parse(const char *bytes, size_t length, json_error_t *problem)
{
    json_t *value = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, problem);
    return value != NULL ? value : json_loadb(bytes, length, JSON_REJECT_DUPLICATES, problem);
}

/* The code is set only if there is a text. */
static int32_t refuse_syntax(const char *path, const json_error_t *problem,
                             struct vera_binding_error *error)
{
    if (problem->text[0] == '\0' || json_error_code(problem) == json_error_out_of_memory) {
        return vera_error_memory(error);
    }
    return vera_error_set(error, VERA_BINDING_MANIFEST, "%s:%d:%d: %s", path, problem->line,
                          problem->column > 0 ? problem->column : 1, problem->text);
}

int32_t vera_manifest_read(struct vera_manifest *manifest, const char *path, const char *name,
                           struct vera_pool *pool, struct vera_binding_error *error)
{
    char *bytes;
    size_t length;
    int32_t code = vera_file_read(path, &bytes, &length, error);
    if (code != VERA_BINDING_OK) {
        return code;
    }
    json_error_t problem;
    json_t *value = parse(bytes, length, &problem);
    if (value == NULL) {
        code = refuse_syntax(path, &problem, error);
    } else {
        struct vera_json_text text = {path, bytes, pool, error, VERA_BINDING_OK};
        read_root(&(struct vera_json){.text = &text, .value = value}, name, manifest);
        json_decref(value);
        code = text.code;
    }
    free(bytes);
    return code;
}

int32_t vera_manifest_find_node(const struct vera_manifest *manifest, const char *name)
{
    for (uint32_t i = 0; i < manifest->node_count; i++) {
        if (strcmp(manifest->nodes[i].name, name) == 0) {
            return (int32_t)i;
        }
    }
    return -1;
}

static int compare_name(const void *name, const void *element)
{
    const struct vera_binding_function *function = *(struct vera_binding_function *const *)element;
    return strcmp(name, function->description.name);
}

struct vera_binding_function *vera_manifest_find_function(const struct vera_manifest *manifest,
                                                          const char *name)
{
    struct vera_binding_function **found = bsearch(
        name, manifest->by_name, manifest->function_count, sizeof *manifest->by_name, compare_name);
    return found != NULL ? *found : NULL;
}
