/* Recordings: what a program allocated and freed, in order. recorder.c and distribution.cc write
 * them, and recording.c reads them.
 *
 * The header is followed by the steps. Each is an unsigned number in LEB128 (seven bits a byte,
 * the low ones first; the highest bit says that more follow):
 *   2 n                  block n is freed
 *   4 s + 1              a block of s bytes is allocated
 *   4 s + 3, then a      the same with alignment 2^a
 * A new block has the number that was freed last and is not in use again, or else the least that
 * was never used.
 */
#ifndef BENCH_RECORDING_H
#define BENCH_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RECORDING_MARK UINT64_C(0x3143455241524556) /* "VERAREC1", where low bytes come first */

/* Of all these, low bytes come first. */
struct recording_header {
    uint64_t mark;
    uint64_t steps;
    uint64_t blocks;      /* one more than the highest number */
    uint64_t allocations; /* steps that are no frees */
    uint64_t first;       /* the steps before this one are not timed, and the rest is played once */
};

enum { RECORDING_STEP = 11 }; /* bytes, at most */

/* Writes a number as above, and returns where it ends. */
static inline unsigned char *recording_put(unsigned char *at, uint64_t value)
{
    for (; value > 0x7f; value >>= 7) {
        *at++ = (unsigned char)(value | 0x80);
    }
    *at++ = (unsigned char)value;
    return at;
}

/* Writes a step. `align` is 0 if none was asked for. */
static inline unsigned char *recording_put_allocation(unsigned char *at, uint64_t size,
                                                      uint64_t align)
{
    at = recording_put(at, 4 * size + (align > 0 ? 3 : 1));
    return align > 0 ? recording_put(at, (uint64_t)__builtin_ctzll(align)) : at;
}

static inline unsigned char *recording_put_free(unsigned char *at, uint32_t number)
{
    return recording_put(at, 2 * (uint64_t)number);
}

struct recording_step {
    bool allocates;
    unsigned char align; /* log2; 0 if no alignment was asked for */
    uint32_t number;
    size_t size;
};

struct recording {
    const char *path;
    struct recording_header header;
    uint64_t done; /* steps that were read */

    const unsigned char *map, *at, *end; /* of the file; a step is read from `at` */
    size_t *sizes;                       /* by number; 0: not live */
    uint32_t *reusable;                  /* numbers, the last that was freed at the end */
    size_t reusable_count;
    uint32_t numbers; /* that were used */
};

/* The path of a recording in a folder. The next call overwrites it. */
const char *recording_path(const char *folder, const char *name);

/* Opens a recording. Here and in the next, the program ends if the file is none, or is damaged. */
struct recording recording_open(const char *path);

/* Reads the next step. After those of the file come frees of the blocks that are live then. False
 * when there is no more. */
bool recording_next(struct recording *recording, struct recording_step *step);

void recording_close(struct recording *recording);

/* Prints the steps, a line each: number, size and alignment of a block, or only its number when it
 * is freed. */
void recording_print(const char *path);

#ifdef __cplusplus
}
#endif

#endif
