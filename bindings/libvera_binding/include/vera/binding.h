/* SPDX-License-Identifier: MIT
 *
 * Loads a VERA module at run time and calls its functions: what an interpreter
 * needs to run `import "vera:memory"`. A module is a manifest (a JSON file) and
 * a native library. No module's name is built in.
 *
 *     struct vera_binding_module *memory;
 *     struct vera_binding_error error;
 *     if (vera_binding_open("vera:memory", NULL, &memory, &error) != VERA_BINDING_OK) {
 *         fprintf(stderr, "%s\n", error.message);
 *         ...
 *     }
 *     const struct vera_binding_function *allocate = vera_binding_find(memory, "allocate");
 *
 * An open module is immutable: several threads may call any function here on
 * the same module at once. Handles of functions, and every string and structure
 * reached from them, live as long as their module.
 *
 * A function that can fail returns a code, VERA_BINDING_OK on success. A failure
 * is described in `*error`, which the caller owns and success leaves unchanged.
 * `error` may be null; any other pointer only where its function says so.
 */
#ifndef VERA_BINDING_H
#define VERA_BINDING_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The numbers of codes never change. */
enum vera_binding_code {
    VERA_BINDING_OK = 0,
    VERA_BINDING_NAME = 1,        /* not a module's name, or a reserved name */
    VERA_BINDING_NOT_FOUND = 2,   /* no readable manifest; the message lists the places */
    VERA_BINDING_MANIFEST = 3,    /* a malformed manifest; the message has file:line:column */
    VERA_BINDING_FORMAT = 4,      /* the manifest has a higher format than this library reads */
    VERA_BINDING_LIBRARY = 5,     /* no loadable library; the message lists the places */
    VERA_BINDING_NODE = 6,        /* the module lacks the requested node */
    VERA_BINDING_UNAVAILABLE = 7, /* the function cannot be called; the message says why */
    VERA_BINDING_COUNT = 8,       /* the wrong number of arguments */
    VERA_BINDING_TYPE = 9,        /* an argument of the wrong type */
    VERA_BINDING_RANGE = 10,      /* an argument out of the range of its type or of the manifest */
    VERA_BINDING_NULL = 11,       /* null where the manifest forbids it */
    VERA_BINDING_MEMORY = 12      /* the host is out of memory */
};

/* The scalar types of VERA. The manifest names them in lower case. */
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
    int32_t argument;   /* the argument, from 0; -1: the error is not about one */
    char function[64];  /* the function, cut to fit; empty: the error is not about one */
    char message[2048]; /* one complete sentence, without a newline at the end */
};

/* A value and its type. `as` is read and written through the member of that type. */
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

/* A number of bytes in an attribute: the value of an integer parameter, or a
 * constant. */
struct vera_binding_amount {
    int32_t parameter; /* its position, from 0; -1: the amount is `number` */
    int64_t number;    /* never negative */
};

/* Attributes. A parameter can have the first six, a result CONST and the last
 * two. */
enum vera_binding_attribute {
    VERA_BINDING_CONST = 1,   /* the memory it points to is not changed */
    VERA_BINDING_NONNULL = 2, /* must not be null while `nonnull` is above 0 */
    VERA_BINDING_READS = 4,   /* the function reads `reads` bytes there */
    VERA_BINDING_WRITES = 8,  /* the function writes `writes` bytes there */
    VERA_BINDING_CONSUMES =
        16, /* null, or a block of `size` and `align` that the caller gives up */
    VERA_BINDING_DISJOINT = 32, /* shares no byte with `disjoint`, or starts at the same address */
    VERA_BINDING_OWNED = 64,    /* a block of `size` and `align`, which the caller then owns */
    VERA_BINDING_NULLABLE = 128 /* may be null */
};

/* A parameter or a result. Later versions may add members at the end of this
 * structure and of the description below, which only this library creates. The
 * structures that the caller creates (error, value) never change. */
struct vera_binding_parameter {
    const char *name;                   /* empty for a result */
    const char *type_name;              /* as in the manifest */
    int32_t type;                       /* enum vera_binding_type */
    uint32_t attributes;                /* the sum of enum vera_binding_attribute */
    int32_t disjoint;                   /* with DISJOINT: the position of a parameter */
    struct vera_binding_amount nonnull; /* with NONNULL */
    struct vera_binding_amount reads;   /* with READS */
    struct vera_binding_amount writes;  /* with WRITES */
    struct vera_binding_amount size;    /* with CONSUMES or OWNED */
    struct vera_binding_amount align;   /* with CONSUMES or OWNED */
};

/* How a function's address was found. */
enum vera_binding_resolution {
    VERA_BINDING_BY_NODE = 1, /* at the version node that the manifest names */
    VERA_BINDING_BY_NAME = 2  /* by its name; the version is in the library's file name */
};

struct vera_binding_description {
    const char *name;   /* in VERA */
    const char *symbol; /* in C */
    const char *node;
    const char *unavailable; /* why it cannot be called; null if it can */
    int32_t resolution;      /* enum vera_binding_resolution; 0 when unavailable */
    uint32_t count;          /* the number of parameters */
    const struct vera_binding_parameter *const *parameters; /* `count` pointers */
    const struct vera_binding_parameter *result;
};

/* Opens a module.
 *
 * where   its VERA name ("vera:memory"), or the path of its manifest: a text
 *         that contains '/' (on Windows, also '\') or ends in ".json"
 * node    the lowest version node that the caller needs; null for any
 * module  set to the module, which the caller owns and closes; null on failure
 *
 * The manifest of vera:NAME is the first NAME.json found in these folders:
 *   - the folders in VERA_MODULE_PATH, separated by ':' (on Windows, by ';').
 *     Folders that are not absolute paths are skipped, and a set-user-id program
 *     ignores the variable;
 *   - vera/modules in the folder of this library's file; on Windows then
 *     ../lib/vera/modules, because libraries are in bin there;
 *   - the folder that was configured when this library was built, if it is an
 *     absolute path on this system.
 * The native library is looked for two folders above the manifest, with symbolic
 * links resolved; on Windows also in the folder bin next to that one; and then
 * by its bare name through the system's loader, but never in the current folder
 * and never in the folders of Windows' PATH. Once loaded it stays loaded, even if
 * opening fails later.
 *
 * Texts and paths are UTF-8; except on Windows, paths are the system's own bytes.
 * Paths that this library makes use '/'.
 *
 * If the native library lacks a function, or a function has a type that this
 * library does not know or takes more than 16 parameters, the module still opens:
 * that function is unavailable, and vera_binding_describe says why. The module has
 * a node if the manifest lists it and the native library has every function of it
 * and of the nodes that it extends.
 *
 * Opening a module twice gives two independent modules over the same native
 * library.
 *
 * Returns VERA_BINDING_OK, NAME, NOT_FOUND, MANIFEST, FORMAT, LIBRARY, NODE or
 * MEMORY. */
int32_t vera_binding_open(const char *where, const char *node, struct vera_binding_module **module,
                          struct vera_binding_error *error);

/* Adds an owner to a module and returns it. */
struct vera_binding_module *vera_binding_retain(struct vera_binding_module *module);

/* Removes an owner. Removing the last one frees the module and everything
 * reached from it. The native library stays loaded, because another thread may be
 * running in it. Null does nothing. */
void vera_binding_close(struct vera_binding_module *module);

const char *vera_binding_name(const struct vera_binding_module *module);     /* "memory" */
const char *vera_binding_manifest(const struct vera_binding_module *module); /* its real path */
const char *vera_binding_library(const struct vera_binding_module *module);  /* as it was loaded */

/* The minimum alignment of an owned block; smaller alignments count as this. */
int64_t vera_binding_alignment(const struct vera_binding_module *module);

/* The functions, in the manifest's order, from index 0 to count - 1. Null for any
 * other index. */
uint32_t vera_binding_count(const struct vera_binding_module *module);
const struct vera_binding_function *vera_binding_at(const struct vera_binding_module *module,
                                                    uint32_t index);

/* The function of that VERA name; null if there is none. */
const struct vera_binding_function *vera_binding_find(const struct vera_binding_module *module,
                                                      const char *name);

/* What the manifest says about a function, and whether it can be called. */
const struct vera_binding_description *
vera_binding_describe(const struct vera_binding_function *function);

/* "i64" and so on; "?" for VERA_BINDING_UNKNOWN and for any other number. */
const char *vera_binding_type_name(int32_t type);

/* Checks tagged values and calls a function with them. If a check fails, nothing
 * is called.
 *
 * arguments   `count` values; may be null if there are none
 * result      set to the function's result, of type VERA_BINDING_VOID for void;
 *             may be null
 * call_errno  set to the errno of the call, which is 0 before it; may be null
 *
 * Returns VERA_BINDING_OK, or
 *   UNAVAILABLE  the function cannot be called
 *   COUNT        the number of arguments is not the number of parameters
 *   TYPE         an argument does not have exactly its parameter's type
 *   RANGE        a bool is neither 0 nor 1; a number of bytes to be read or
 *                written is negative; two ranges that must not overlap do, unless
 *                they start at the same address
 *   NULL         a pointer is null that must not be
 *
 * Whether a pointer is valid for that many bytes, and whether a block is still
 * allocated, only the caller can know, because it sees every block.
 *
 * Allocates nothing and takes no lock. errno stays as the call left it; so does
 * the last error on Windows. There, errno is that of this library's C runtime: a
 * module that was built with another C runtime has its own errno. */
int32_t vera_binding_call(const struct vera_binding_function *function,
                          const struct vera_binding_value *arguments, uint32_t count,
                          struct vera_binding_value *result, int32_t *call_errno,
                          struct vera_binding_error *error);

/* Calls a function without any check. The function must be available.
 *
 * arguments  one pointer to each value, of exactly the parameter's type; may be
 *            null if there are none
 * result     room for a value of exactly the result's type; null for void, or to
 *            discard it
 *
 * Returns the errno of the call, which is 0 before it; errno itself stays as the
 * call left it. Allocates nothing and takes no lock. */
int32_t vera_binding_call_raw(const struct vera_binding_function *function, void **arguments,
                              void *result);

/* The function's address, for a compiler; null if the function is unavailable. */
void *vera_binding_address(const struct vera_binding_function *function);

#ifdef __cplusplus
}
#endif

#endif
