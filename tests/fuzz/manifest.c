/* The binding's reader of manifests on arbitrary bytes. What it accepts must be consistent,
 * and what it refuses it must explain. The checks of each function are planned too, because
 * the planning trusts what the reader accepts.
 */
#include "expect.h"

#include "manifest.h"
#include "name.h"
#include "type.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The reader takes a path: that of one file in memory, which each input overwrites. */
static int file = -1;
static char path[64];

static void write_file(const uint8_t *bytes, size_t length)
{
    if (file < 0) {
        file = memfd_create("manifest", MFD_CLOEXEC);
        snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    }
    EXPECT(ftruncate(file, 0) == 0 && pwrite(file, bytes, length, 0) == (ssize_t)length,
           "to write %zu bytes into the file in memory", length);
}

static void expect_explained(int32_t code, const struct vera_binding_error *error)
{
    EXPECT(error->code == code, "code %d in the error, not %d", code, error->code);
    const char *end = memchr(error->message, '\0', sizeof error->message);
    EXPECT(end != NULL && end != error->message, "an explanation of code %d", code);
    for (const char *at = error->message; at < end; at++) {
        EXPECT((unsigned char)*at >= ' ' && *at != 0x7F, "no control character in the message");
    }
}

static void expect_amount(const struct vera_binding_amount *amount, uint32_t count)
{
    EXPECT(amount->parameter >= -1 && amount->parameter < (int32_t)count,
           "one of %u parameters, not %d", count, amount->parameter);
    EXPECT(amount->number >= 0, "a number of bytes, not %lld", (long long)amount->number);
}

/* An amount is valid only if its attribute is set. */
static void expect_parameter(const struct vera_binding_parameter *parameter, uint32_t count)
{
    const struct {
        uint32_t attributes;
        const struct vera_binding_amount *amount;
    } amounts[] = {
        {VERA_BINDING_NONNULL, &parameter->nonnull},
        {VERA_BINDING_READS, &parameter->reads},
        {VERA_BINDING_WRITES, &parameter->writes},
        {VERA_BINDING_CONSUMES | VERA_BINDING_OWNED, &parameter->size},
        {VERA_BINDING_CONSUMES | VERA_BINDING_OWNED, &parameter->align},
    };
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        if ((parameter->attributes & amounts[i].attributes) != 0) {
            expect_amount(amounts[i].amount, count);
        }
    }
    EXPECT((parameter->attributes & VERA_BINDING_DISJOINT) == 0 ||
               (parameter->disjoint >= 0 && parameter->disjoint < (int32_t)count),
           "one of %u parameters, not %d", count, parameter->disjoint);
    EXPECT(parameter->name != NULL && parameter->type_name != NULL, "a name and a type name");
}

static bool is_known(const struct vera_binding_description *function)
{
    bool known = function->result->type != VERA_BINDING_UNKNOWN;
    for (uint32_t i = 0; i < function->count; i++) {
        known = known && function->parameters[i]->type != VERA_BINDING_UNKNOWN;
    }
    return known && function->count <= vera_check_most_arguments;
}

/* Plans as for a function that the library has. Its screen is zeroed too. */
static void plan(const struct vera_binding_description *function, struct vera_pool *pool)
{
    const struct vera_check *checks = NULL;
    uint32_t count = 0;
    struct vera_screen screen = {0};
    if (is_known(function)) {
        EXPECT(vera_check_plan(function, pool, &checks, &count) == VERA_BINDING_OK, "a plan");
        vera_screen_plan(&screen, function, checks, count);
    }
}

static void expect_function(const struct vera_manifest *manifest,
                            struct vera_binding_function *function, struct vera_pool *pool)
{
    const struct vera_binding_description *description = &function->description;
    EXPECT(vera_name_valid(description->name), "a name, not '%s'", description->name);
    EXPECT(vera_manifest_find_function(manifest, description->name) == function,
           "to find function '%s' by its name", description->name);
    EXPECT(vera_manifest_find_node(manifest, description->node) >= 0, "a node of the manifest");
    for (uint32_t i = 0; i < description->count; i++) {
        expect_parameter(description->parameters[i], description->count);
    }
    expect_parameter(description->result, description->count);
    plan(description, pool);
}

static void expect_sound(const struct vera_manifest *manifest, struct vera_pool *pool)
{
    EXPECT(vera_name_valid(manifest->module) && !vera_name_reserved(manifest->module),
           "a module's name, not '%s'", manifest->module);
    EXPECT(manifest->align > 0 && (manifest->align & (manifest->align - 1)) == 0,
           "a power of two, not %lld", (long long)manifest->align);
    EXPECT(manifest->library == NULL || strchr(manifest->library, '/') == NULL,
           "the name of a file, not '%s'", manifest->library);
    for (uint32_t i = 0; i < manifest->node_count; i++) {
        EXPECT(manifest->nodes[i].parent < (int32_t)i, "a parent before its child");
        EXPECT(vera_manifest_find_node(manifest, manifest->nodes[i].name) == (int32_t)i,
               "to find node '%s' by its name", manifest->nodes[i].name);
    }
    for (uint32_t i = 0; i < manifest->function_count; i++) {
        expect_function(manifest, &manifest->functions[i], pool);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct vera_manifest manifest = {0};
    struct vera_pool pool = {0};
    struct vera_binding_error error = {0};
    write_file(bytes, length);
    int32_t code = vera_manifest_read(&manifest, path, NULL, &pool, &error);
    if (code == VERA_BINDING_OK) {
        expect_sound(&manifest, &pool);
    } else {
        expect_explained(code, &error);
    }
    vera_pool_free(&pool);
    return 0;
}
