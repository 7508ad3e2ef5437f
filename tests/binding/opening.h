/* Opens modules in tests, and makes values for their calls. */
#ifndef VERA_TESTS_BINDING_OPENING_H
#define VERA_TESTS_BINDING_OPENING_H

#include "staged.h"

#include <check.h>
#include <vera/binding.h>

/* Opens a module. If that fails, the test fails and shows the error. */
struct vera_binding_module *open_module(const char *where);

/* Opens vera:sample, which is staged for the tests. */
struct vera_binding_module *open_sample(void);

/* Opens a module, which must fail with that code. */
struct vera_binding_error refuse(const char *where, const char *node, int32_t code);

/* The function of that name, which the module must have. */
const struct vera_binding_function *find(const struct vera_binding_module *module,
                                         const char *name);

/* Values, as C literals. */
#define BOOL(value) ((struct vera_binding_value){VERA_BINDING_BOOL, {.u8 = (value)}})
#define I8(value) ((struct vera_binding_value){VERA_BINDING_I8, {.i8 = (value)}})
#define I16(value) ((struct vera_binding_value){VERA_BINDING_I16, {.i16 = (value)}})
#define I32(value) ((struct vera_binding_value){VERA_BINDING_I32, {.i32 = (value)}})
#define I64(value) ((struct vera_binding_value){VERA_BINDING_I64, {.i64 = (value)}})
#define U8(value) ((struct vera_binding_value){VERA_BINDING_U8, {.u8 = (value)}})
#define U16(value) ((struct vera_binding_value){VERA_BINDING_U16, {.u16 = (value)}})
#define U32(value) ((struct vera_binding_value){VERA_BINDING_U32, {.u32 = (value)}})
#define U64(value) ((struct vera_binding_value){VERA_BINDING_U64, {.u64 = (value)}})
#define F32(value) ((struct vera_binding_value){VERA_BINDING_F32, {.f32 = (value)}})
#define F64(value) ((struct vera_binding_value){VERA_BINDING_F64, {.f64 = (value)}})
#define PTR(value) ((struct vera_binding_value){VERA_BINDING_PTR, {.ptr = (value)}})

#endif
