/* A call allocates nothing, however it is made and whether or not it is refused. A counting
 * allocator replaces that of the C library for the binding, libffi and whatever they
 * call. */
#include "../run.h"
#include "opening.h"

#include <stdatomic.h>
#include <stdlib.h>

#if UNDER_SANITIZER || !defined(__GLIBC__)

Suite *suite(void)
{
    skip_suite("the allocator cannot be replaced here");
}

#else

/* The other names of glibc's own functions. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

static atomic_size_t allocations;

void *malloc(size_t size)
{
    atomic_fetch_add(&allocations, 1);
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    atomic_fetch_add(&allocations, 1);
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    atomic_fetch_add(&allocations, 1);
    return __libc_realloc(block, size);
}

START_TEST(the_counter_counts)
{
    size_t before = allocations;
    struct vera_binding_module *module = open_sample();
    ck_assert_uint_gt(allocations, before);
    vera_binding_close(module);
}
END_TEST

static void expect_quiet(const struct vera_binding_function *function,
                         const struct vera_binding_value *arguments, uint32_t count, int32_t code)
{
    struct vera_binding_value result;
    struct vera_binding_error error;
    int32_t call_errno;
    size_t before = allocations;
    int32_t returned = vera_binding_call(function, arguments, count, &result, &call_errno, &error);
    size_t after = allocations;
    ck_assert_int_eq(returned, code);
    ck_assert_uint_eq(after, before);
}

START_TEST(tagged_calls)
{
    static char bytes[16];
    const struct vera_binding_value copied[] = {U32(8), PTR(bytes), PTR(bytes + 8)};
    struct vera_binding_module *module = open_sample();
    expect_quiet(find(module, "echo_i8"), &I8(-1), 1, VERA_BINDING_OK);
    expect_quiet(find(module, "echo_f64"), &F64(0.5), 1, VERA_BINDING_OK);
    expect_quiet(find(module, "copy"), copied, 3, VERA_BINDING_OK);
    struct vera_binding_value sixteen[] = {I8(1),   F32(2),  U8(3),  BOOL(1), I16(5),  F64(6),
                                           U16(7),  PTR(0),  I32(9), U32(10), F32(11), I64(12),
                                           BOOL(1), U64(14), I8(15), F64(16)};
    sixteen[7].as.ptr = bytes;
    expect_quiet(find(module, "sum16"), sixteen, 16, VERA_BINDING_OK);
    vera_binding_close(module);
}
END_TEST

START_TEST(refused_calls)
{
    static char bytes[16];
    const struct vera_binding_value copied[] = {U32(9), PTR(bytes), PTR(bytes + 8)};
    struct vera_binding_module *module = open_sample();
    expect_quiet(find(module, "echo_i8"), &I8(-1), 0, VERA_BINDING_COUNT);
    expect_quiet(find(module, "echo_i8"), &I64(-1), 1, VERA_BINDING_TYPE);
    expect_quiet(find(module, "echo_bool"), &BOOL(2), 1, VERA_BINDING_RANGE);
    expect_quiet(find(module, "load"), &PTR(NULL), 1, VERA_BINDING_NULL);
    expect_quiet(find(module, "copy"), copied, 3, VERA_BINDING_RANGE);
    vera_binding_close(module);
}
END_TEST

START_TEST(raw_calls)
{
    struct vera_binding_module *module = open_sample();
    const struct vera_binding_function *function = find(module, "echo_i16");
    int16_t value = -300;
    int16_t result = 0;
    void *arguments[] = {&value};
    size_t before = allocations;
    vera_binding_call_raw(function, arguments, &result);
    size_t after = allocations;
    ck_assert_int_eq(result, -300);
    ck_assert_uint_eq(after, before);
    vera_binding_close(module);
}
END_TEST

Suite *suite(void)
{
    if (!sample_staged()) {
        skip_suite("no shared library was built");
    }
    Suite *suite = suite_create("quiet");
    TCase *tests = tcase_create("quiet");
    tcase_add_test(tests, the_counter_counts);
    tcase_add_test(tests, tagged_calls);
    tcase_add_test(tests, refused_calls);
    tcase_add_test(tests, raw_calls);
    suite_add_tcase(suite, tests);
    return suite;
}

#endif
