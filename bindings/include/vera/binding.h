/* SPDX-License-Identifier: MIT
 *
 * Loads a VERA module at run time and calls its functions: what an interpreter
 * needs to run `import "vera:memory"`. A module is a manifest (a JSON file)
 * beside a native library; nothing here knows any module by name.
 *
 *     struct vera_binding_module *memory;
 *     struct vera_binding_error error;
 *     if (vera_binding_open("vera:memory", NULL, &memory, &error) != VERA_BINDING_OK) {
 *         fprintf(stderr, "%s\n", error.message);
 *         ...
 *     }
 *     const struct vera_binding_function *allocate = vera_binding_find(memory, "allocate");
 *
 * A module is immutable once it is open: every function here may be called by
 * several threads at once on the same module. Handles of functions, and every
 * string and structure reached from them, live as long as their module.
 *
 * A function that can fail returns a code, VERA_BINDING_OK when it did not, and
 * describes the failure in `*error`, which the caller owns; `error` may be null.
 */
#ifndef VERA_BINDING_H
#define VERA_BINDING_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Codes keep their numbers for good. */
enum vera_binding_code {
    VERA_BINDING_OK = 0,
    VERA_BINDING_NAME = 1, /* not a module's name: vera:[a-z][a-z0-9_]*, not binding or sys */
    VERA_BINDING_NOT_FOUND =
        2, /* no manifest where it was looked for; the message lists the places */
    VERA_BINDING_MANIFEST = 3,    /* a malformed manifest: file:line:column in the message */
    VERA_BINDING_FORMAT = 4,      /* a manifest of a higher format than this library reads */
    VERA_BINDING_LIBRARY = 5,     /* no library that can be loaded; the message lists the places */
    VERA_BINDING_NODE = 6,        /* the module does not have the least node that was asked for */
    VERA_BINDING_UNAVAILABLE = 7, /* the function cannot be called; the message says why */
    VERA_BINDING_COUNT = 8,       /* not the number of arguments that the function takes */
    VERA_BINDING_TYPE = 9,        /* an argument of another type */
    VERA_BINDING_RANGE = 10,      /* an argument outside what its type or the manifest allows */
    VERA_BINDING_NULL = 11,       /* null where the manifest forbids it */
    VERA_BINDING_MEMORY = 12      /* the host is out of memory */
};

/* The scalar types of VERA, as the manifest names them in lower case. */
enum vera_binding_type {
    VERA_BINDING_VOID = 0,
    VERA_BINDING_BOOL = 1,
    VERA_BINDING_I8 = 2,
    VERA_BINDING_I16 = 3,
    VERA_BINDING_I32 = 4,
    VERA_BINDING_I64 = 5,
    VERA_BINDING_U8 = 6,
    VERA_BINDING_U16 = 7,
    VERA_BINDING_U32 = 8,
    VERA_BINDING_U64 = 9,
    VERA_BINDING_F32 = 10,
    VERA_BINDING_F64 = 11,
    VERA_BINDING_PTR = 12,
    VERA_BINDING_UNKNOWN = 13 /* a type this library does not know; the function is unavailable */
};

struct vera_binding_module;
struct vera_binding_function;

struct vera_binding_error {
    int32_t code;       /* enum vera_binding_code */
    int32_t argument;   /* which argument, from 0; -1 when it is not about one */
    char function[64];  /* which function, empty when it is not about one */
    char message[2048]; /* one sentence, complete in itself, without a newline at its end */
};

/* A value and its type. `as` is read and written by the member of that type. */
struct vera_binding_value {
    int32_t type; /* enum vera_binding_type */
    union {
        bool boolean;
        int8_t i8;
        int16_t i16;
        int32_t i32;
        int64_t i64;
        uint8_t u8;
        uint16_t u16;
        uint32_t u32;
        uint64_t u64;
        float f32;
        double f64;
        void *ptr;
    } as;
};

/* A number of bytes, as an attribute states it: the value of a parameter of an
 * integer type, or a number of its own. */
struct vera_binding_amount {
    int32_t parameter; /* its position, from 0; -1: `number` counts */
    int64_t number;    /* never negative */
};

/* Attributes of a parameter or a result. */
enum vera_binding_attribute {
    VERA_BINDING_CONST = 1,     /* what it points at is not changed */
    VERA_BINDING_NONNULL = 2,   /* must not be null while `nonnull` is above 0 */
    VERA_BINDING_READS = 4,     /* `reads` bytes at it are read */
    VERA_BINDING_WRITES = 8,    /* `writes` bytes at it are written */
    VERA_BINDING_CONSUMES = 16, /* a block of `size` and `align` is given back, or null */
    VERA_BINDING_DISJOINT =
        32,                  /* does not overlap the bytes of `disjoint`, but may start with them */
    VERA_BINDING_OWNED = 64, /* a result: a block of `size` and `align` that the caller owns */
    VERA_BINDING_NULLABLE = 128 /* a result: may be null */
};

/* A parameter or a result. This structure and the description below, which
 * this library hands out by pointer, may grow at their end in later versions;
 * those that the caller makes (error, value) never change. */
struct vera_binding_parameter {
    const char *name;                   /* empty for a result */
    const char *type_name;              /* as the manifest has it */
    int32_t type;                       /* enum vera_binding_type */
    uint32_t attributes;                /* enum vera_binding_attribute, added up */
    int32_t disjoint;                   /* with DISJOINT: the position of a parameter */
    struct vera_binding_amount nonnull; /* with NONNULL */
    struct vera_binding_amount reads;   /* with READS */
    struct vera_binding_amount writes;  /* with WRITES */
    struct vera_binding_amount size;    /* with CONSUMES or OWNED */
    struct vera_binding_amount align;   /* with CONSUMES or OWNED */
};

/* How a function's address was found. */
enum vera_binding_resolution {
    VERA_BINDING_BY_NODE = 1, /* at the version node the manifest names */
    VERA_BINDING_BY_NAME = 2  /* by its name; the library's file name carries the version */
};

struct vera_binding_description {
    const char *name;   /* as VERA has it */
    const char *symbol; /* as C has it */
    const char *node;
    const char *unavailable; /* why it cannot be called; null when it can */
    int32_t resolution;      /* enum vera_binding_resolution; 0 when unavailable */
    uint32_t count;          /* of parameters */
    const struct vera_binding_parameter *const *parameters; /* `count` pointers */
    const struct vera_binding_parameter *result;
};

/* Opens a module by its VERA name ("vera:memory") or by its manifest's path (a
 * text with a '/' in it, or one that ends in ".json").
 *
 * where   a name is looked for as NAME.json in the folders of VERA_MODULE_PATH
 *         (not in a set-user-id program), then in vera/modules beside this
 *         library, then in the folder that was configured
 * node    the least version node the caller needs; null for any
 * module  set to the module, which the caller owns and closes; null on failure
 *
 * A function whose type this library does not know, or that the native library
 * lacks, does not keep the rest from opening: vera_binding_describe says why. */
int32_t vera_binding_open(const char *where, const char *node, struct vera_binding_module **module,
                          struct vera_binding_error *error);

/* Adds an owner to a module and returns it. */
struct vera_binding_module *vera_binding_retain(struct vera_binding_module *module);

/* Takes an owner away; the last one frees the module's records. The native
 * library stays loaded: another thread may be in it. Null does nothing. */
void vera_binding_close(struct vera_binding_module *module);

const char *vera_binding_name(const struct vera_binding_module *module);     /* "memory" */
const char *vera_binding_manifest(const struct vera_binding_module *module); /* its real path */
const char *vera_binding_library(const struct vera_binding_module *module);  /* as it was loaded */

/* The least alignment of an owned block; a smaller one counts as this. */
int64_t vera_binding_alignment(const struct vera_binding_module *module);

/* The functions, in the manifest's order: from 0 to count - 1. */
uint32_t vera_binding_count(const struct vera_binding_module *module);
const struct vera_binding_function *vera_binding_at(const struct vera_binding_module *module,
                                                    uint32_t index);

/* The function of that VERA name; null when there is none. */
const struct vera_binding_function *vera_binding_find(const struct vera_binding_module *module,
                                                      const char *name);

const struct vera_binding_description *
vera_binding_describe(const struct vera_binding_function *function);

/* "i64" and so on; "?" for a number that is not a type. */
const char *vera_binding_type_name(int32_t type);

/* Calls a function with tagged values, after checking their number, types and
 * ranges, and nulls and counts as the manifest says. Nothing is called when a
 * check fails. An argument must have the parameter's type exactly.
 *
 * result      set to what the function returned, of type VERA_BINDING_VOID for
 *             nothing; may be null
 * call_errno  set to errno as the call left it, from 0; may be null
 *
 * Allocates nothing. */
int32_t vera_binding_call(const struct vera_binding_function *function,
                          const struct vera_binding_value *arguments, uint32_t count,
                          struct vera_binding_value *result, int32_t *call_errno,
                          struct vera_binding_error *error);

/* Calls a function with nothing checked. `arguments` holds one pointer to each
 * value, of the parameter's exact type; `result` points at room for the exact
 * result type, or is null for void. The function must be available. Returns
 * errno as the call left it, from 0. */
int32_t vera_binding_call_raw(const struct vera_binding_function *function, void **arguments,
                              void *result);

/* The address itself, for a compiler; null when the function is unavailable. */
void *vera_binding_address(const struct vera_binding_function *function);

#ifdef __cplusplus
}
#endif

#endif
