/* Keeps 1,000 blocks of 16 to 4096 bytes live, at alignments of 16, 64, 256 and 4096, and
 * replaces one at random. Writes the first byte of each.
 */
#include "random.h"
#include "row.h"

enum { LIVE = 1000, KINDS = 1 << 12, REPLACEMENTS = 10000 };

struct kind {
    size_t first, second; /* the arguments as this allocator wants them */
    size_t size, last;
};

static void fill(struct kind *kinds, const struct form *form, uint64_t *seed)
{
    static const size_t aligns[] = {16, 64, 256, 4096};
    for (size_t i = 0; i < KINDS; i++) {
        size_t align = aligns[random_below(seed, 4)];
        size_t size = 16 + random_below(seed, 4096 - 16 + 1);
        kinds[i].first = form->first(size, align);
        kinds[i].second = form->second(size, align);
        kinds[i].size = size;
        kinds[i].last = form->last(align);
    }
}

void row_aligned(struct trial *trial)
{
    static struct kind kinds[KINDS];
    static struct live {
        char *block;
        const struct kind *kind;
    } live[LIVE];
    uint64_t seed = RANDOM_SEED;
    const struct allocator a = *trial->allocator;
    fill(kinds, a.form, &seed);
    trial_set_baseline(trial);
    for (size_t i = 0; i < LIVE; i++) {
        live[i].kind = &kinds[i];
        live[i].block = a.allocate_aligned(kinds[i].first, kinds[i].second);
        live[i].block[0] = 1;
    }
    size_t next = LIVE;
    while (trial_again(trial, REPLACEMENTS)) {
        for (size_t i = 0; i < REPLACEMENTS; i++) {
            struct live *one = &live[random_below(&seed, LIVE)];
            const struct kind *kind = &kinds[next++ % KINDS];
            a.free_aligned(one->block, one->kind->size, one->kind->last);
            one->block = a.allocate_aligned(kind->first, kind->second);
            one->block[0] = 1;
            one->kind = kind;
        }
    }
}
