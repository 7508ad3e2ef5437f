/* What a program does besides its misuse: it allocates blocks before it and frees them
 * after it, then uses other blocks. All of them are written to and checked, to find blocks
 * that have two owners.
 */
#include "misuse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char *stocked[STOCK];
static int64_t stocked_size;
static int64_t stocked_align;

/* Each byte depends on the block's number and on its own offset. */
static char byte_of(size_t number, size_t offset)
{
    return (char)(number * 31 + offset * 7 + 1);
}

static void fill(char *block, size_t size, size_t number)
{
    for (size_t i = 0; i < size; i++) {
        block[i] = byte_of(number, i);
    }
}

static bool is_filled(const char *block, size_t size, size_t number)
{
    for (size_t i = 0; i < size; i++) {
        if (block[i] != byte_of(number, i)) {
            return false;
        }
    }
    return true;
}

static int by_address(const void *one, const void *other)
{
    uintptr_t first = (uintptr_t) * (char *const *)one;
    uintptr_t second = (uintptr_t) * (char *const *)other;
    return (first > second) - (first < second);
}

/* More blocks than a cache holds. Of blocks over 1 KiB it holds few. */
void stock(int64_t size, int64_t align)
{
    size_t number = size <= 1024 ? STOCK : STOCK / 8;
    stocked_size = size;
    stocked_align = align;
    for (size_t i = 0; i < number; i++) {
        stocked[i] = allocate_aligned(size, align);
        require(stocked[i] != NULL);
    }
    qsort(stocked, number, sizeof *stocked, by_address);
    for (size_t i = 0; i < number; i++) {
        fill(stocked[i], (size_t)size, i);
    }
}

char *from_stock(size_t index)
{
    char *block = stocked[index];
    stocked[index] = NULL;
    return block;
}

/* All are checked before the first one is freed. */
void flush(void)
{
    bool whole = true;
    for (size_t i = 0; i < STOCK; i++) {
        whole = whole && (stocked[i] == NULL || is_filled(stocked[i], (size_t)stocked_size, i));
    }
    if (!whole) {
        corrupt("a block was overwritten");
    }
    for (size_t i = 0; i < STOCK; i++) {
        if (stocked[i] != NULL) {
            free_aligned_block(from_stock(i), stocked_size, stocked_align);
        }
    }
}

/* None is allocated after the first was freed: it might take the addresses of a block that has
 * left, and then a pointer to that would be one into another block. */
void leave_quarantine(void)
{
    enum { BLOCKS = 40, SIZE = 50000 };
    char *blocks[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
        blocks[i] = allocate(SIZE);
    }
    for (int i = 0; i < BLOCKS; i++) {
        free_block(blocks[i], SIZE);
    }
}

/* The call after a second is one that fails, because a block might lie where another has left. */
void grow_old(void)
{
    volatile int64_t too_much = INT64_MAX;
    leave_quarantine();
    nanosleep(&(struct timespec){.tv_sec = 1, .tv_nsec = 100000000}, NULL);
    require(allocate(too_much) == NULL);
}

/* Some 32 KiB of each size, but at least 2 blocks. */
static const size_t sizes[] = {8, 32, 48, 64, 100, 128, 256, 16384, 65536, 100000};
enum { SIZES = sizeof sizes / sizeof *sizes, MOST = 300 };
static char *used[SIZES][MOST];

static size_t number_of(size_t size)
{
    size_t number = ((size_t)32 << 10) / size;
    return number > MOST ? MOST : number < 2 ? 2 : number;
}

static void use(size_t s)
{
    for (size_t i = 0; i < number_of(sizes[s]); i++) {
        used[s][i] = allocate((int64_t)sizes[s]);
        require(used[s][i] != NULL);
        fill(used[s][i], sizes[s], s * MOST + i);
    }
}

static bool is_whole(size_t s)
{
    bool whole = true;
    for (size_t i = 0; i < number_of(sizes[s]); i++) {
        whole = whole && is_filled(used[s][i], sizes[s], s * MOST + i);
    }
    return whole;
}

static void put_back(size_t s)
{
    for (size_t i = 0; i < number_of(sizes[s]); i++) {
        free_block(used[s][i], (int64_t)sizes[s]);
    }
}

static void each_size(void (*act)(size_t))
{
    for (size_t s = 0; s < SIZES; s++) {
        act(s);
    }
}

int stop(void)
{
    printf("refused: %u\n", refused());
    return EXIT_SUCCESS;
}

int go_on(void)
{
    flush();
    each_size(use);
    bool whole = true;
    for (size_t s = 0; s < SIZES; s++) {
        whole = is_whole(s) && whole;
    }
    if (!whole) {
        corrupt("blocks were overwritten or overlap");
    }
    each_size(put_back);
    require(allocate_aligned(PTRDIFF_MAX, (int64_t)1 << 30) == NULL);
    return stop();
}
