/* The allocator against a model of it: the input is a list of calls on a table of
 * blocks, and after each call the table says what must be so.
 *
 * What stays with the library between two inputs is let go of at the end of each, so
 * that an input does again what it did. Only the clock is not in the input.
 */
#include "expect.h"
#include "input.h"
#include "system.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <vera/memory.h>

#define KIB ((int64_t)1 << 10)
#define MIB ((int64_t)1 << 20)
#define GIB ((int64_t)1 << 30)
#define PAGE (4 * KIB)

enum { BLOCKS = 64 };

/* Of a larger block than two of these the middle is neither written nor looked at: what
 * goes wrong there goes wrong at an edge, too, and pages cost time. */
#define PIECE (8 * KIB)

/* Requests up to these are not refused while the system gives memory. The limit of both
 * for all blocks is far below what a machine has. */
#define ORDINARY_SIZE (8 * MIB)
#define ORDINARY_ALIGN (4 * MIB)

/* More than the records of a long run take, and less than blocks that got lost would
 * come to. Records are never given back, and where munmap fails they get more. */
#define RECORDS ((size_t)(64 * MIB))

/* No errno of the system's: it tells that a call left errno alone. */
enum { UNTOUCHED = 7777 };

struct block {
    unsigned char *start; /* null: there is none */
    int64_t size;
    int64_t align;
    unsigned char fill; /* what the first and the last piece are full of */
};

static struct block blocks[BLOCKS];

/* Through pointers, so that the compiler does not take what the header promises for
 * granted, and the checks of it away. */
static void *(*volatile allocate)(int64_t) = vera_memory_allocate;
static void *(*volatile allocate_aligned)(int64_t, int64_t) = vera_memory_allocate_aligned;

static int64_t counted(int64_t size)
{
    return size == 0 ? 1 : size;
}

static int64_t smaller(int64_t one, int64_t other)
{
    return one < other ? one : other;
}

/* Contents. */

static void fill(unsigned char *start, int64_t size, unsigned char value)
{
    memset(start, value, (size_t)size);
}

static bool is_full_of(const unsigned char *start, int64_t size, unsigned char value)
{
    return size <= 0 || (start[0] == value && memcmp(start, start + 1, (size_t)size - 1) == 0);
}

static void expect_full(const struct block *block, const unsigned char *start, int64_t size,
                        unsigned char value)
{
    EXPECT(is_full_of(start, size, value),
           "%lld bytes of %02x at offset %lld of a block of %lld bytes at alignment %lld",
           (long long)size, value, (long long)(start - block->start), (long long)block->size,
           (long long)block->align);
}

static unsigned char *last_piece(const struct block *block)
{
    return block->start + block->size - smaller(block->size, PIECE);
}

static void fill_block(const struct block *block)
{
    fill(block->start, smaller(block->size, PIECE), block->fill);
    fill(last_piece(block), smaller(block->size, PIECE), block->fill);
}

static void expect_intact(const struct block *block)
{
    expect_full(block, block->start, smaller(block->size, PIECE), block->fill);
    expect_full(block, last_piece(block), smaller(block->size, PIECE), block->fill);
}

/* Calls. */

static void expect_errno(int expected, const char *call)
{
    EXPECT(errno == expected, "errno %d after %s, not %d", expected, call, errno);
}

static bool overlap(const struct block *one, const struct block *other)
{
    return one->start < other->start + counted(other->size) &&
           other->start < one->start + counted(one->size);
}

static void expect_sound(const struct block *block)
{
    int64_t align = block->align < 8 ? 8 : block->align;
    EXPECT(((uintptr_t)block->start & ((uintptr_t)align - 1)) == 0,
           "a multiple of %lld for %lld bytes, not %p", (long long)align, (long long)block->size,
           (void *)block->start);
    for (const struct block *other = blocks; other < blocks + BLOCKS; other++) {
        EXPECT(other == block || other->start == NULL || !overlap(block, other),
               "%lld bytes at %p apart from %lld bytes at %p", (long long)block->size,
               (void *)block->start, (long long)other->size, (void *)other->start);
    }
}

static bool is_valid(const struct block *block)
{
    return block->size >= 0 && block->align > 0 && (block->align & (block->align - 1)) == 0;
}

static bool is_ordinary(const struct block *block)
{
    return block->size <= ORDINARY_SIZE && block->align <= ORDINARY_ALIGN;
}

/* Without failures, what is smaller than that which was refused is there. */
static void expect_smaller(const struct block *refused)
{
    system_heal();
    int64_t size = smaller(refused->size / 2, ORDINARY_SIZE);
    void *block = allocate(size);
    EXPECT(block != NULL, "%lld bytes after %lld bytes were refused", (long long)size,
           (long long)refused->size);
    vera_memory_free(block, size);
}

static void expect_refusal(const struct block *block, size_t failures)
{
    if (!is_valid(block)) {
        expect_errno(EINVAL, "a request that is not valid");
        return;
    }
    expect_errno(ENOMEM, "null");
    EXPECT(!is_ordinary(block) || system_failures() > failures,
           "%lld bytes at alignment %lld where no system call failed", (long long)block->size,
           (long long)block->align);
    expect_smaller(block);
}

static void expect_block(struct block *block)
{
    static unsigned char given;
    expect_errno(UNTOUCHED, "an allocation");
    EXPECT(is_valid(block), "null for %lld bytes at alignment %lld", (long long)block->size,
           (long long)block->align);
    EXPECT(block->align <= GIB, "null for an alignment of %lld bytes", (long long)block->align);
    expect_sound(block);
    given = given == UCHAR_MAX ? 1 : given + 1; /* never 0, which new pages hold */
    block->fill = given;
    fill_block(block);
}

static void release(struct block *block, bool by_aligned)
{
    if (block->start == NULL) {
        return;
    }
    expect_intact(block);
    errno = UNTOUCHED;
    if (by_aligned || block->align > 8) {
        vera_memory_free_aligned(block->start, block->size, block->align);
    } else {
        vera_memory_free(block->start, block->size);
    }
    expect_errno(UNTOUCHED, "a free");
    block->start = NULL;
}

static void request(struct block *block, int64_t size, int64_t align, bool by_aligned)
{
    release(block, by_aligned);
    block->size = size;
    block->align = align;
    size_t failures = system_failures();
    errno = UNTOUCHED;
    block->start = by_aligned ? allocate_aligned(size, align) : allocate(size);
    if (block->start == NULL) {
        expect_refusal(block, failures);
    } else {
        expect_block(block);
    }
}

/* What the input says. */

static struct block *read_block(struct input *input)
{
    return &blocks[input_byte(input) % BLOCKS];
}

/* A little more or less than a number; next to the ends of the type it wraps. */
static int64_t read_beside(struct input *input, int64_t number)
{
    int64_t beside = (int8_t)input_byte(input) / 32;
    return (int64_t)((uint64_t)number + (uint64_t)beside);
}

/* The sizes from which there are eight steps a doubling, and a larger block follows. */
static int64_t read_class(struct input *input)
{
    unsigned class = input_byte(input);
    return (int64_t)(9 + class % 8) << (3 + class / 8 % 10);
}

static int64_t read_size(struct input *input)
{
    switch (input_byte(input) % 8) {
    case 0:
    case 1:
        return input_number(input, 1);
    case 2:
    case 3:
        return read_beside(input, read_class(input));
    case 4:
        return read_beside(input, (1 + input_byte(input)) * PAGE);
    case 5:
        return input_number(input, 2);
    case 6:
        return input_number(input, 3) % (4 * MIB);
    default:
        return read_beside(input, (int64_t)(UINT64_C(1) << (20 + input_byte(input) % 44)));
    }
}

/* One byte in 16 asks for what is no power of two, or for more than there is. */
static int64_t read_align(struct input *input)
{
    unsigned byte = input_byte(input);
    if (byte >= 240) {
        return input_number(input, 4) - 16 * PAGE;
    }
    return (int64_t)1 << (byte % 24);
}

/* A part of a block's first or last piece. */
struct part {
    unsigned char *start, *end; /* of the piece */
    unsigned char *from;
    int64_t count;
};

static struct part read_part(struct input *input, const struct block *block)
{
    int64_t whole = smaller(block->size, PIECE);
    int64_t at = input_number(input, 2);
    int64_t count = input_number(input, 2);
    struct part part;
    part.start = at >= 32 * KIB ? last_piece(block) : block->start;
    part.end = part.start + whole;
    part.from = part.start + at % (whole + 1);
    part.count = count % (part.end - part.from + 1);
    return part;
}

/* The part has what the call wrote, and nothing else has changed; the model then has
 * its block full of one byte again. */
static void expect_written(const struct block *block, const struct part *part, unsigned char value)
{
    expect_errno(UNTOUCHED, "a call on a block's bytes");
    expect_full(block, part->from, part->count, value);
    fill(part->from, part->count, block->fill);
    expect_intact(block);
}

/* Operations. */

static void play_allocate(struct input *input)
{
    struct block *block = read_block(input);
    request(block, read_size(input), 8, false);
}

static void play_allocate_aligned(struct input *input)
{
    struct block *block = read_block(input);
    int64_t size = read_size(input);
    request(block, size, read_align(input), true);
}

static void play_free(struct input *input)
{
    release(read_block(input), false);
}

static void play_free_aligned(struct input *input)
{
    release(read_block(input), true);
}

static void play_copy(struct input *input)
{
    const struct block *dest = read_block(input);
    const struct block *src = read_block(input);
    if (dest->start == NULL || src->start == NULL) {
        errno = UNTOUCHED;
        vera_memory_copy_memory(dest->start, src->start, 0);
        expect_errno(UNTOUCHED, "a copy of nothing");
        return;
    }
    struct part part = read_part(input, dest);
    part.count = smaller(part.count, smaller(src->size, PIECE));
    errno = UNTOUCHED;
    /* Of one block alone the source is where the destination is. */
    vera_memory_copy_memory(part.from, src == dest ? part.from : src->start, part.count);
    expect_written(dest, &part, src->fill);
    expect_intact(src);
}

static void play_set(struct input *input)
{
    const struct block *block = read_block(input);
    unsigned char value = input_byte(input);
    if (block->start != NULL) {
        struct part part = read_part(input, block);
        errno = UNTOUCHED;
        vera_memory_set_memory(part.from, (int8_t)value, part.count);
        expect_written(block, &part, value);
    }
}

static void play_zero(struct input *input)
{
    const struct block *block = read_block(input);
    if (block->start != NULL) {
        struct part part = read_part(input, block);
        errno = UNTOUCHED;
        vera_memory_zero_memory(part.from, part.count);
        expect_written(block, &part, 0);
    }
}

static void play_fail(struct input *input)
{
    size_t before = input_byte(input) % 32;
    system_fail(before, 1 + input_byte(input) % 16);
}

static void (*const plays[])(struct input *) = {
    play_allocate, play_allocate_aligned,
    play_free,     play_free_aligned,
    play_copy,     play_set,
    play_zero,     play_fail,
};

/* What can only fail makes the library let go of all that is idle. */
static void end(void)
{
    system_heal();
    for (struct block *block = blocks; block < blocks + BLOCKS; block++) {
        release(block, false);
    }
    errno = UNTOUCHED;
    EXPECT(allocate(INT64_MAX) == NULL, "null for %lld bytes", (long long)INT64_MAX);
    expect_errno(ENOMEM, "null");
    EXPECT(system_mapped() <= RECORDS, "%zu bytes mapped at most when nothing is live, not %zu",
           RECORDS, system_mapped());
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct input input = {bytes, length};
    while (input.left > 0) {
        plays[input_byte(&input) % (sizeof plays / sizeof plays[0])](&input);
    }
    end();
    return 0;
}
