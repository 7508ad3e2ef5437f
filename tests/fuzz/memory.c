/* Compares the allocator with a model of it: the input is a list of calls on a table of
 * blocks, and after each call the table determines what must hold.
 *
 * The library's idle memory is released at the end of each input, so that an input always
 * has the same effect. Only the clock is not part of the input.
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

/* The middle of a block larger than two pieces is neither written nor checked: whatever
 * corrupts it corrupts an edge too, and touching pages costs time. */
#define PIECE (8 * KIB)

/* Requests up to these limits succeed as long as the system gives memory. With both limits
 * for all blocks, that is far less than a machine has. */
#define ORDINARY_SIZE (8 * MIB)
#define ORDINARY_ALIGN (4 * MIB)

/* More than the records of a long run take, and less than lost blocks would add up to.
 * Records never go back to the system, and failures of munmap create more of them. */
#define RECORDS ((size_t)(64 * MIB))

/* Not an errno of the system: shows that a call did not change errno. */
enum { UNTOUCHED = 7777 };

struct block {
    unsigned char *start; /* null while there is no block */
    int64_t size;
    int64_t align;
    unsigned char fill; /* the byte that the first and the last piece are filled with */
};

static struct block blocks[BLOCKS];

/* Called through pointers, so that the compiler does not rely on the header's promises and
 * optimise the checks of them away. */
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
               "%lld bytes at %p not to overlap %lld bytes at %p", (long long)block->size,
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

/* Once system calls succeed again, a request for half of what was refused succeeds. */
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
           "%lld bytes at alignment %lld, since no system call failed", (long long)block->size,
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

static void free_block(struct block *block, bool by_aligned)
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
    free_block(block, by_aligned);
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

/* A number, or one a little larger or smaller. Wraps at the ends of the type. */
static int64_t read_near(struct input *input, int64_t number)
{
    int64_t offset = (int8_t)input_byte(input) / 32;
    return (int64_t)((uint64_t)number + (uint64_t)offset);
}

/* The largest size of a class: there are eight classes a doubling. The next size up belongs
 * to the next class, or is a large block. */
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
        return read_near(input, read_class(input));
    case 4:
        return read_near(input, (1 + input_byte(input)) * PAGE);
    case 5:
        return input_number(input, 2);
    case 6:
        return input_number(input, 3) % (4 * MIB);
    default:
        return read_near(input, (int64_t)(UINT64_C(1) << (20 + input_byte(input) % 44)));
    }
}

/* One byte in 16 gives an alignment that is not a power of two, or is too large. */
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

/* Checks that the part has what the call wrote and that nothing else changed. Then fills
 * the part again as the model has it. */
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
    free_block(read_block(input), false);
}

static void play_free_aligned(struct input *input)
{
    free_block(read_block(input), true);
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
    /* Within one block, the source is the destination, so that they do not overlap partly. */
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

/* Ends with a request that must fail, though what is missing is less than the idle memory might
 * be. So the library releases all of that. */
static void end(void)
{
    system_heal();
    for (struct block *block = blocks; block < blocks + BLOCKS; block++) {
        free_block(block, false);
    }
    errno = UNTOUCHED;
    EXPECT(allocate(SYSTEM_LIMIT) == NULL, "null for %zu bytes", SYSTEM_LIMIT);
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
