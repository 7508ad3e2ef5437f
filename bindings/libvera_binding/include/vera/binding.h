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
 * A function that can fail returns a code, VERA_BINDING_OK when it did not. A
 * failure is described in `*error`, which the caller owns and which success
 * leaves as it was; `error` may be null.
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
    VERA_BINDING_NAME = 1,        /* not a module's name, or a reserved one */
    VERA_BINDING_NOT_FOUND = 2,   /* no manifest that can be read; the places are listed */
    VERA_BINDING_MANIFEST = 3,    /* a malformed manifest; the message has file:line:column */
    VERA_BINDING_FORMAT = 4,      /* a manifest of a higher format than this library reads */
    VERA_BINDING_LIBRARY = 5,     /* no library that can be loaded; the places are listed */
    VERA_BINDING_NODE = 6,        /* the module does not have the least node asked for */
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
    VERA_BINDING_UNKNOWN = 13 /* a type that this library does not know */
};

struct vera_binding_module;
struct vera_binding_function;

struct vera_binding_error {
    int32_t code;       /* enum vera_binding_code */
    int32_t argument;   /* which argument, from 0; -1 when it is not about one */
    char function[64];  /* which function, cut to fit; empty when it is not about one */
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

/* Attributes of a parameter or a result: the first six of the one, CONST and
 * the last two of the other. */
enum vera_binding_attribute {
    VERA_BINDING_CONST = 1,     /* what it points at is not changed */
    VERA_BINDING_NONNULL = 2,   /* must not be null while `nonnull` is above 0 */
    VERA_BINDING_READS = 4,     /* `reads` bytes at it are read */
    VERA_BINDING_WRITES = 8,    /* `writes` bytes at it are written */
    VERA_BINDING_CONSUMES = 16, /* a block of `size` and `align` is given back, or null */
    VERA_BINDING_DISJOINT = 32, /* shares no byte with `disjoint`, or starts where it does */
    VERA_BINDING_OWNED = 64,    /* a block of `size` and `align` that the caller then owns */
    VERA_BINDING_NULLABLE = 128 /* may be null */
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

/* Opens a module.
 *
 * where   its VERA name ("vera:memory"), or the path of its manifest: a text
 *         with a '/' in it, on Windows or a '\', or one that ends in ".json"
 * node    the least version node that the caller needs; null for any
 * module  set to the module, which the caller owns and closes; null on failure
 *
 * The manifest of vera:NAME is NAME.json, in the first of these folders that
 * has it:
 *   - the folders in VERA_MODULE_PATH, with ':' between them, on Windows ';'.
 *     Those that are not absolute paths are passed over, and a set-user-id
 *     program does not look at the variable at all;
 *   - vera/modules beside the file of this library, and on Windows, where that
 *     is in bin, ../lib/vera/modules;
 *   - the folder that was configured when this library was built, if that is an
 *     absolute path here.
 * The native library is looked for two folders above the manifest, symbolic
 * links resolved; on Windows in bin beside that folder, too; and then by its
 * name alone as the system's loader does, but never in the current folder nor
 * in those of Windows' PATH. It stays loaded, even when opening fails after
 * that.
 *
 * Texts are UTF-8, paths among them: elsewhere than on Windows they are the
 * system's own bytes. A path that this library makes has '/' between its parts.
 *
 * A function that the native library lacks, that has a type which this library
 * does not know, or that takes more than 16 parameters does not keep the rest
 * from opening: it is unavailable, and vera_binding_describe says why. The
 * module has a node when the manifest lists it and the native library has every
 * function of it, and of the nodes that it extends.
 *
 * Opening a module again gives another one, independent of the first, over the
 * same native library.
 *
 * Returns VERA_BINDING_OK, NAME, NOT_FOUND, MANIFEST, FORMAT, LIBRARY, NODE or
 * MEMORY. */
int32_t vera_binding_open(const char *where, const char *node, struct vera_binding_module **module,
                          struct vera_binding_error *error);

/* Adds an owner to a module and returns it. */
struct vera_binding_module *vera_binding_retain(struct vera_binding_module *module);

/* Takes an owner away; with the last one the module ends, and whatever was
 * reached from it. The native library stays loaded: another thread may be in
 * it. Null does nothing. */
void vera_binding_close(struct vera_binding_module *module);

const char *vera_binding_name(const struct vera_binding_module *module);     /* "memory" */
const char *vera_binding_manifest(const struct vera_binding_module *module); /* its real path */
const char *vera_binding_library(const struct vera_binding_module *module);  /* as it was loaded */

/* The least alignment of an owned block; a smaller one counts as this. */
int64_t vera_binding_alignment(const struct vera_binding_module *module);

/* The functions, in the manifest's order: from 0 to count - 1; null for an index
 * that is none of these. */
uint32_t vera_binding_count(const struct vera_binding_module *module);
const struct vera_binding_function *vera_binding_at(const struct vera_binding_module *module,
                                                    uint32_t index);

/* The function of that VERA name; null when there is none. */
const struct vera_binding_function *vera_binding_find(const struct vera_binding_module *module,
                                                      const char *name);

/* What the manifest says of a function, and whether it can be called. */
const struct vera_binding_description *
vera_binding_describe(const struct vera_binding_function *function);

/* "i64" and so on; "?" for a number that is not a type. */
const char *vera_binding_type_name(int32_t type);

/* Calls a function with tagged values, after checking them. Nothing is called
 * when a check fails.
 *
 * arguments   `count` values; may be null when there are none
 * result      set to what the function returned, of type VERA_BINDING_VOID for
 *             nothing; may be null
 * call_errno  set to errno as the call left it, from 0; may be null
 *
 * Returns VERA_BINDING_OK, or
 *   UNAVAILABLE  the function cannot be called
 *   COUNT        there are more or fewer arguments than parameters
 *   TYPE         an argument is not of its parameter's type exactly
 *   RANGE        a bool is neither 0 nor 1; a number of bytes to be read or
 *                written is negative; two ranges overlap that must not, unless
 *                they start at one address
 *   NULL         a pointer is null that must not be
 *
 * Whether a pointer is good for that many bytes, and whether a block is still
 * to be given back, is for the caller to know, who alone sees every block.
 *
 * Allocates nothing and takes no lock; errno stays as the call left it, and on
 * Windows the last error. There, errno is that of the C library which this one
 * uses: one that was built with another has an errno of its own. */
int32_t vera_binding_call(const struct vera_binding_function *function,
                          const struct vera_binding_value *arguments, uint32_t count,
                          struct vera_binding_value *result, int32_t *call_errno,
                          struct vera_binding_error *error);

/* Calls a function with nothing checked. The function must be available.
 *
 * arguments  one pointer to each value, of the parameter's exact type; may be
 *            null when there are none
 * result     room for a value of the result's exact type; null for void, or to
 *            drop it
 *
 * Returns errno as the call left it, from 0, where it stays. Allocates nothing
 * and takes no lock. */
int32_t vera_binding_call_raw(const struct vera_binding_function *function, void **arguments,
                              void *result);

/* The address itself, for a compiler; null when the function is unavailable. */
void *vera_binding_address(const struct vera_binding_function *function);

#ifdef __cplusplus
}
#endif

#endif
