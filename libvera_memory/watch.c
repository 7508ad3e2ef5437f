/* Memcheck answers client requests, which are a few instructions without effect
 * elsewhere; the sanitizer is two functions, if the program has it. */
#include "watch.h"

#include "setting.h"
#include "system.h"

#ifdef HAVE_VALGRIND_MEMCHECK_H
#include <valgrind/memcheck.h>
#else
#define VALGRIND_MAKE_MEM_DEFINED(addr, size) ((void)(addr), (void)(size), 0)
#define VALGRIND_MAKE_MEM_NOACCESS(addr, size) ((void)(addr), (void)(size))
#define VALGRIND_MALLOCLIKE_BLOCK(addr, size, red, zero) ((void)(addr), (void)(size))
#define VALGRIND_FREELIKE_BLOCK(addr, red) ((void)(addr))
#endif

static bool by_memcheck;
static bool by_asan;
static struct vera_sanitizer asan;

/* A request that memcheck alone answers: under callgrind, the paths that are counted
 * are those that programs take. */
static bool memcheck_is_there(void)
{
    static char probe;
    (void)probe; /* is not asked of where valgrind does not know the processor */
    return VALGRIND_MAKE_MEM_DEFINED(&probe, sizeof probe) != 0;
}

void vera_watch_begin(void)
{
    if (vera_setting_is("VERA_MEMORY_WATCHED", "no", "yes")) {
        return;
    }
    by_memcheck = memcheck_is_there();
    asan = vera_system_sanitizer();
    by_asan = asan.hide != NULL && asan.show != NULL;
}

bool vera_watch_is_on(void)
{
    return by_memcheck || by_asan;
}

void vera_watch_hide(void *memory, size_t size)
{
    if (by_memcheck) {
        VALGRIND_MAKE_MEM_NOACCESS(memory, size);
    }
    if (by_asan) {
        asan.hide(memory, size);
    }
}

void vera_watch_take(void *block, size_t size, size_t room)
{
    vera_watch_hide(block, room);
    if (by_memcheck) {
        VALGRIND_MALLOCLIKE_BLOCK(block, size, 0, 0);
    }
    if (by_asan) {
        asan.show(block, size);
    }
}

void vera_watch_give(void *block, size_t room)
{
    if (by_memcheck) {
        VALGRIND_FREELIKE_BLOCK(block, 0);
    }
    vera_watch_hide(block, room);
}

void vera_watch_forget(void *pages, size_t size)
{
    if (by_asan) {
        asan.show(pages, size);
    }
}
