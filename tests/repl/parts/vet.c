/* Which calls are refused, for functions that exist only as descriptions. Most of the
 * messages are tested in tests/repl/lines/misuse.c. */
#include "vet.h"

#include "parts.h"

#include <string.h>

enum { BLOCK = 0x10000, SIZE = 64, ALIGN = 16 };

/* take(block: ptr, size: i64, align: u32): consumes=size,align
 * put(dest: ptr, count: u64): writes=count nonnull=count
 * look(src: ptr): reads=4, may be null
 * swap(one: ptr, two: ptr) -> ptr: both consumes=64,16, owned=32,16 */
static const struct vera_binding_parameter take_block = {
    .name = "block",
    .type = VERA_BINDING_PTR,
    .attributes = VERA_BINDING_CONSUMES,
    .size = {.parameter = 1},
    .align = {.parameter = 2},
};
static const struct vera_binding_parameter put_dest = {
    .name = "dest",
    .type = VERA_BINDING_PTR,
    .attributes = VERA_BINDING_WRITES | VERA_BINDING_NONNULL,
    .nonnull = {.parameter = 1},
    .writes = {.parameter = 1},
};
static const struct vera_binding_parameter look_src = {
    .name = "src",
    .type = VERA_BINDING_PTR,
    .attributes = VERA_BINDING_READS,
    .reads = {.parameter = -1, .number = 4},
};
static const struct vera_binding_parameter swap_one = {
    .name = "one",
    .type = VERA_BINDING_PTR,
    .attributes = VERA_BINDING_CONSUMES,
    .size = {.parameter = -1, .number = SIZE},
    .align = {.parameter = -1, .number = ALIGN},
};
static const struct vera_binding_parameter size = {.name = "size", .type = VERA_BINDING_I64};
static const struct vera_binding_parameter align = {.name = "align", .type = VERA_BINDING_U32};
static const struct vera_binding_parameter count = {.name = "count", .type = VERA_BINDING_U64};
static const struct vera_binding_parameter nothing = {.name = "", .type = VERA_BINDING_VOID};
static const struct vera_binding_parameter block = {
    .name = "",
    .type = VERA_BINDING_PTR,
    .attributes = VERA_BINDING_OWNED,
    .size = {.parameter = -1, .number = 32},
    .align = {.parameter = -1, .number = ALIGN},
};

static const struct vera_binding_description take_description = {
    .name = "take",
    .count = 3,
    .parameters = (const struct vera_binding_parameter *const[]){&take_block, &size, &align},
    .result = &nothing,
};
static const struct vera_binding_description put_description = {
    .name = "put",
    .count = 2,
    .parameters = (const struct vera_binding_parameter *const[]){&put_dest, &count},
    .result = &nothing,
};
static const struct vera_binding_description look_description = {
    .name = "look",
    .count = 1,
    .parameters = (const struct vera_binding_parameter *const[]){&look_src},
    .result = &nothing,
};
static const struct vera_binding_description swap_description = {
    .name = "swap",
    .count = 2,
    .parameters = (const struct vera_binding_parameter *const[]){&swap_one, &swap_one},
    .result = &block,
};

static const struct callee take = {.module = "m", .align = 8, .description = &take_description};
static const struct callee put = {.module = "m", .align = 8, .description = &put_description};
static const struct callee look = {.module = "m", .align = 8, .description = &look_description};
static const struct callee swap = {.module = "m", .align = 8, .description = &swap_description};
static const struct callee stranger = {.module = "n", .description = &look_description};

static struct blocks blocks;
static struct fault fault;

static void set_up(void)
{
    blocks = (struct blocks){0};
    repl_blocks_add(&blocks, &(struct block){.address = BLOCK,
                                             .size = SIZE,
                                             .align = ALIGN,
                                             .allocated_by = &swap,
                                             .allocated_line = 3});
}

static void tear_down(void)
{
    repl_blocks_release(&blocks);
}

static struct vera_binding_value pointer(uintptr_t address)
{
    return (struct vera_binding_value){.type = VERA_BINDING_PTR, .as.ptr = (void *)address};
}

static bool vet(const struct callee *callee, struct vera_binding_value *arguments)
{
    size_t at[] = {10, 20, 30};
    struct call call = {.callee = callee, .arguments = arguments, .at = at, .line = 9};
    return repl_vet_call(&call, &blocks, &fault);
}

static bool may_take(uintptr_t address, int64_t bytes, uint32_t alignment)
{
    struct vera_binding_value arguments[] = {
        pointer(address),
        {.type = VERA_BINDING_I64, .as.i64 = bytes},
        {.type = VERA_BINDING_U32, .as.u32 = alignment},
    };
    return vet(&take, arguments);
}

static bool may_put(uintptr_t address, uint64_t bytes)
{
    struct vera_binding_value arguments[] = {
        pointer(address),
        {.type = VERA_BINDING_U64, .as.u64 = bytes},
    };
    return vet(&put, arguments);
}

static bool may_look(uintptr_t address)
{
    return vet(&look, (struct vera_binding_value[]){pointer(address)});
}

/* Reports a call of swap that returned `returned`. */
static bool returns(uintptr_t one, uintptr_t two, uintptr_t returned)
{
    struct vera_binding_value arguments[] = {pointer(one), pointer(two)};
    struct vera_binding_value result = pointer(returned);
    struct call call = {.callee = &swap, .arguments = arguments, .line = 9};
    return repl_vet_result(&call, &result, &blocks, 40, &fault);
}

START_TEST(only_the_block_itself_can_be_freed)
{
    ck_assert(may_take(BLOCK, SIZE, ALIGN));
    ck_assert(!may_take(BLOCK, SIZE - 1, ALIGN));
    ck_assert_uint_eq(fault.at, 20);
    ck_assert(!may_take(BLOCK, -1, ALIGN));
    ck_assert(!may_take(BLOCK, SIZE, 8));
    ck_assert_uint_eq(fault.at, 30);
    ck_assert(!may_take(BLOCK, SIZE, 32));
    ck_assert(!may_take(BLOCK, SIZE, 0));
    ck_assert(!may_take(BLOCK + 1, SIZE, ALIGN));
    ck_assert_uint_eq(fault.at, 10);
    ck_assert(!may_take(BLOCK + SIZE, SIZE, ALIGN));
    ck_assert(!may_take(BLOCK - 1, SIZE, ALIGN));
    ck_assert(may_take(0, -5, 3));
}
END_TEST

START_TEST(alignments_below_the_minimum_are_equal)
{
    blocks.list[0].align = 8;
    ck_assert(may_take(BLOCK, SIZE, 8));
    ck_assert(may_take(BLOCK, SIZE, 4));
    ck_assert(may_take(BLOCK, SIZE, 1));
    ck_assert(!may_take(BLOCK, SIZE, 3));
    ck_assert(!may_take(BLOCK, SIZE, 0));
    ck_assert(!may_take(BLOCK, SIZE, 16));
}
END_TEST

START_TEST(a_block_is_freed_by_its_own_module)
{
    blocks.list[0].allocated_by = &stranger;
    ck_assert(!may_take(BLOCK, SIZE, ALIGN));
}
END_TEST

START_TEST(a_range_lies_in_one_block)
{
    ck_assert(may_put(BLOCK, SIZE));
    ck_assert(may_put(BLOCK + 60, 4));
    ck_assert(!may_put(BLOCK + 60, 5));
    ck_assert(!may_put(BLOCK + SIZE, 1));
    ck_assert(!may_put(BLOCK - 1, 1));
    ck_assert(!may_put(BLOCK, INT64_MAX));
    ck_assert(!may_put(BLOCK, UINT64_MAX));
    ck_assert_str_eq(fault.sentence, "m.put would write 9223372036854775807 bytes at 'dest', where "
                                     "a block of 64 bytes has 64 left");
    ck_assert(!may_put(0, 1));
    ck_assert(may_put(0, 0));
    ck_assert(may_put(0x5, 0));
}
END_TEST

START_TEST(null_is_allowed_unless_it_is_excluded)
{
    ck_assert(may_look(0));
    ck_assert(may_look(BLOCK));
    ck_assert(may_look(BLOCK + 60));
    ck_assert(!may_look(BLOCK + 61));
}
END_TEST

START_TEST(one_call_frees_a_block_once)
{
    struct vera_binding_value twice[] = {pointer(BLOCK), pointer(BLOCK)};
    ck_assert(!vet(&swap, twice));
    ck_assert_uint_eq(fault.at, 20);
    struct vera_binding_value once[] = {pointer(BLOCK), pointer(0)};
    ck_assert(vet(&swap, once));
    struct vera_binding_value never[] = {pointer(0), pointer(0)};
    ck_assert(vet(&swap, never));
}
END_TEST

START_TEST(a_freed_block_is_not_live)
{
    ck_assert(returns(BLOCK, 0, 0));
    ck_assert(!may_put(BLOCK, 1));
    ck_assert_str_eq(fault.sentence,
                     "m.put would write 1 byte at 'dest', in a block that was freed at line 9");
    ck_assert(!may_take(BLOCK, SIZE, ALIGN));
    ck_assert_str_eq(fault.sentence, "m.take: 'block' was already freed at line 9 "
                                     "(allocated at line 3)");
}
END_TEST

START_TEST(a_returned_block_is_live)
{
    ck_assert(returns(0, 0, 0x20000));
    ck_assert(may_put(0x20000, 32));
    ck_assert(!may_put(0x20000, 33));
    ck_assert(may_take(0x20000, 32, ALIGN));
    /* In place of the freed block, as realloc may do. */
    ck_assert(returns(BLOCK, 0x20000, BLOCK));
    ck_assert(may_take(BLOCK, 32, ALIGN));
    ck_assert(!may_put(0x20000, 1));
}
END_TEST

START_TEST(a_result_that_contradicts_the_manifest_is_refused)
{
    ck_assert(!returns(0, 0, BLOCK + 32));
    ck_assert_str_eq(fault.sentence, "m.swap contradicts its manifest: it returned 0x10020, where "
                                     "no new block of 32 bytes can be");
    ck_assert_uint_eq(fault.at, 40);
    ck_assert(!returns(0, 0, 0x20008));
    ck_assert_str_eq(fault.sentence, "m.swap contradicts its manifest: it returned 0x20008, which "
                                     "is not aligned to 16");
    ck_assert_uint_eq(blocks.count, 1);
}
END_TEST

TCase *vet_cases(void)
{
    TCase *cases = tcase_create("vet");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, only_the_block_itself_can_be_freed);
    tcase_add_test(cases, alignments_below_the_minimum_are_equal);
    tcase_add_test(cases, a_block_is_freed_by_its_own_module);
    tcase_add_test(cases, a_range_lies_in_one_block);
    tcase_add_test(cases, null_is_allowed_unless_it_is_excluded);
    tcase_add_test(cases, one_call_frees_a_block_once);
    tcase_add_test(cases, a_freed_block_is_not_live);
    tcase_add_test(cases, a_returned_block_is_live);
    tcase_add_test(cases, a_result_that_contradicts_the_manifest_is_refused);
    return cases;
}
