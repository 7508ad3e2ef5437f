/* A list by age, and one for each hash of sizes. */
#include "run.h"

#define PAGE_BITS 12u /* sizes are whole pages, of 4 KiB at least */

static size_t hash(size_t size)
{
    return (size >> PAGE_BITS) % VERA_RUN_HASHES;
}

void vera_run_add(struct vera_run_set *set, struct vera_run *run)
{
    struct vera_run **alike = &set->newest_alike[hash(run->size)];
    run->newer = NULL;
    run->older = set->newest;
    *(set->newest != NULL ? &set->newest->newer : &set->oldest) = run;
    set->newest = run;
    run->newer_alike = NULL;
    run->older_alike = *alike;
    if (*alike != NULL) {
        (*alike)->newer_alike = run;
    }
    *alike = run;
    set->bytes += run->size;
}

static void remove_alike(struct vera_run_set *set, struct vera_run *run)
{
    struct vera_run **newest = &set->newest_alike[hash(run->size)];
    *(run->newer_alike != NULL ? &run->newer_alike->older_alike : newest) = run->older_alike;
    if (run->older_alike != NULL) {
        run->older_alike->newer_alike = run->newer_alike;
    }
}

void vera_run_remove(struct vera_run_set *set, struct vera_run *run)
{
    *(run->newer != NULL ? &run->newer->older : &set->newest) = run->older;
    *(run->older != NULL ? &run->older->newer : &set->oldest) = run->newer;
    remove_alike(set, run);
    set->bytes -= run->size;
}

struct vera_run *vera_run_find(const struct vera_run_set *set, size_t size, size_t align)
{
    struct vera_run *run = set->newest_alike[hash(size)];
    while (run != NULL && (run->size != size || (uintptr_t)run->addr % align != 0)) {
        run = run->older_alike;
    }
    return run;
}
