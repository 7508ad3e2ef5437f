/* Calls vera:memory in four ways: directly, with a bare ffi_call that has everything prepared,
 * and with libvera_binding's raw and checked calls. An operation is one allocate(64) and the free
 * of its block.
 */
#include "die.h"
#include "row.h"

#include <ffi.h>
#include <string.h>
#include <vera/binding.h>

enum { PAIRS = 10000, SIZE = 64 };

struct pair {
    const struct vera_binding_function *allocate, *free;
};

static const struct vera_binding_function *find(const struct vera_binding_module *module,
                                                const char *name)
{
    const struct vera_binding_function *function = vera_binding_find(module, name);
    if (function == NULL || vera_binding_address(function) == NULL) {
        die("vera:memory has no %s", name);
    }
    return function;
}

static struct pair open_module(void)
{
    static struct vera_binding_error error;
    struct vera_binding_module *module;
    if (vera_binding_open("vera:memory", NULL, &module, &error) != VERA_BINDING_OK) {
        die("%s", error.message);
    }
    return (struct pair){find(module, "allocate"), find(module, "free")};
}

static void call_directly(struct trial *trial, struct pair pair)
{
    void *(*allocate)(int64_t);
    void (*free)(void *, int64_t);
    *(void **)&allocate = vera_binding_address(pair.allocate);
    *(void **)&free = vera_binding_address(pair.free);
    while (trial_again(trial, PAIRS)) {
        for (size_t i = 0; i < PAIRS; i++) {
            void *block = allocate(SIZE);
            free(block, SIZE);
        }
    }
}

static void call_by_ffi(struct trial *trial, struct pair pair)
{
    ffi_cif allocate;
    ffi_cif free;
    ffi_type *sizes[] = {&ffi_type_sint64};
    ffi_type *blocks[] = {&ffi_type_pointer, &ffi_type_sint64};
    void (*allocate_address)(void);
    void (*free_address)(void);
    *(void **)&allocate_address = vera_binding_address(pair.allocate);
    *(void **)&free_address = vera_binding_address(pair.free);
    if (ffi_prep_cif(&allocate, FFI_DEFAULT_ABI, 1, &ffi_type_pointer, sizes) != FFI_OK ||
        ffi_prep_cif(&free, FFI_DEFAULT_ABI, 2, &ffi_type_void, blocks) != FFI_OK) {
        die("libffi cannot call this");
    }
    while (trial_again(trial, PAIRS)) {
        for (size_t i = 0; i < PAIRS; i++) {
            void *block;
            int64_t size = SIZE;
            void *allocate_arguments[] = {&size};
            void *free_arguments[] = {&block, &size};
            ffi_call(&allocate, allocate_address, &block, allocate_arguments);
            ffi_call(&free, free_address, NULL, free_arguments);
        }
    }
}

static void call_raw(struct trial *trial, struct pair pair)
{
    while (trial_again(trial, PAIRS)) {
        for (size_t i = 0; i < PAIRS; i++) {
            void *block;
            int64_t size = SIZE;
            void *allocate_arguments[] = {&size};
            void *free_arguments[] = {&block, &size};
            vera_binding_call_raw(pair.allocate, allocate_arguments, &block);
            vera_binding_call_raw(pair.free, free_arguments, NULL);
        }
    }
}

static void call_checked(struct trial *trial, struct pair pair)
{
    static struct vera_binding_error error;
    while (trial_again(trial, PAIRS)) {
        for (size_t i = 0; i < PAIRS; i++) {
            struct vera_binding_value block;
            struct vera_binding_value size = {.type = VERA_BINDING_I64, .as.i64 = SIZE};
            int32_t code = vera_binding_call(pair.allocate, &size, 1, &block, NULL, &error);
            struct vera_binding_value arguments[] = {block, size};
            code |= vera_binding_call(pair.free, arguments, 2, NULL, NULL, &error);
            if (code != VERA_BINDING_OK) {
                die("%s", error.message);
            }
        }
    }
}

void row_call(struct trial *trial)
{
    static const struct {
        const char *name;
        void (*call)(struct trial *trial, struct pair pair);
    } ways[] = {
        {"direct", call_directly},
        {"ffi_call", call_by_ffi},
        {"raw", call_raw},
        {"checked", call_checked},
    };
    struct pair pair = open_module();
    trial_set_baseline(trial);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (strcmp(ways[i].name, trial->contestant) == 0) {
            ways[i].call(trial, pair);
        }
    }
}
