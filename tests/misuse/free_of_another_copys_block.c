/* What is freed was allocated by a second copy of the library, in a namespace of its own. */
#define _GNU_SOURCE
#include "misuse.h"

#include <dlfcn.h>
#include <vera/memory.h>

static void *(*other_take)(int64_t);
static void (*other_give)(void *, int64_t);

static void open_a_second_copy(void)
{
    Dl_info own;
    require(dladdr((void *)(uintptr_t)vera_memory_allocate, &own) != 0);
    void *library = dlmopen(LM_ID_NEWLM, own.dli_fname, RTLD_NOW);
    if (library == NULL) {
        cannot_run(dlerror());
    }
    *(void **)&other_take = dlsym(library, "vera_memory_allocate");
    *(void **)&other_give = dlsym(library, "vera_memory_free");
    require(other_take != NULL && other_take != vera_memory_allocate && other_give != NULL);
}

int main(void)
{
    open_a_second_copy();
    char *block = other_take(48);
    stock(48, 8);
    tell("ADDRESS", block);
    give(block, 48);
    flush();
    other_give(block, 48);
    return go_on();
}
