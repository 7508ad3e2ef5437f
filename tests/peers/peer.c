/* A library to be preloaded: the seven functions of vera:memory on another
 * allocator, which VERA_TEST_PEER names, so that the programs that test this
 * library run on that one. Nothing is checked on the way: sizes and alignments are
 * passed on as a thin wrapper in C would pass them.
 */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <vera/memory.h>

enum { CANNOT_RUN = 77 };

/* How an alignment is told: after the size, ahead of it, or after it as a logarithm,
 * as jemalloc's MALLOCX_LG_ALIGN is. */
enum form { SIZE_ALIGN, ALIGN_SIZE, SIZE_LOG2 };

/* Of the kind that is told the size at free where there is one. */
static const struct peer {
    const char *name, *library;
    const char *allocate, *free, *allocate_aligned, *free_aligned;
    enum form form;
} peers[] = {
    {"glibc", "libc.so.6", "malloc", "free", "aligned_alloc", "free", ALIGN_SIZE},
    {"gperftools", "libtcmalloc_minimal.so.4", "tc_malloc", "tc_free_sized", "tc_memalign",
     "tc_delete_sized_aligned", ALIGN_SIZE},
    {"jemalloc", "libjemalloc.so.2", "mallocx", "sdallocx", "mallocx", "sdallocx", SIZE_LOG2},
    {"mimalloc", "libmimalloc.so.2", "mi_malloc", "mi_free_size", "mi_malloc_aligned",
     "mi_free_size_aligned", SIZE_ALIGN},
};

/* All are called in the same way, with a last argument that most do not have: what
 * is in a register that a function does not read is nothing to it. */
static struct {
    enum form form;
    void *(*allocate)(size_t size, size_t none);
    void (*free)(void *block, size_t size, size_t none);
    void *(*allocate_aligned)(size_t first, size_t second);
    void (*free_aligned)(void *block, size_t size, size_t align);
} opened;

_Noreturn static void give_up(const char *name, const char *why)
{
    dprintf(STDERR_FILENO, "peer: %s: %s\n", name, why);
    _exit(CANNOT_RUN);
}

static const struct peer *asked_for(void)
{
    const char *name = getenv("VERA_TEST_PEER");
    for (size_t i = 0; name != NULL && i < sizeof peers / sizeof *peers; i++) {
        if (strcmp(peers[i].name, name) == 0) {
            return &peers[i];
        }
    }
    give_up(name != NULL ? name : "VERA_TEST_PEER", "expected the name of an allocator");
}

static void *find(void *library, const char *name)
{
    void *address = dlsym(library, name);
    if (address == NULL) {
        give_up(name, dlerror());
    }
    return address;
}

static void open_peer(void)
{
    const struct peer *peer = asked_for();
    void *library = dlopen(peer->library, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        give_up(peer->name, dlerror());
    }
    opened.form = peer->form;
    *(void **)&opened.allocate = find(library, peer->allocate);
    *(void **)&opened.free = find(library, peer->free);
    *(void **)&opened.allocate_aligned = find(library, peer->allocate_aligned);
    *(void **)&opened.free_aligned = find(library, peer->free_aligned);
}

/* Programs may call from constructors, so this has none. */
static void begin(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int saved = errno;
    pthread_once(&once, open_peer);
    errno = saved;
}

/* The contract has both for 0. */
static size_t counted(int64_t size)
{
    return size == 0 ? 1 : (size_t)size;
}

static bool is_plain(int64_t align)
{
    return (size_t)align <= 8;
}

static size_t log2_of(int64_t align)
{
    return (size_t)__builtin_ctzll((unsigned long long)align);
}

/* jemalloc leaves errno alone. */
static void *told(void *block)
{
    if (block == NULL) {
        errno = ENOMEM;
    }
    return block;
}

void *vera_memory_allocate(int64_t size)
{
    begin();
    return told(opened.allocate(counted(size), 0));
}

void *vera_memory_allocate_aligned(int64_t size, int64_t align)
{
    if (is_plain(align)) {
        return vera_memory_allocate(size);
    }
    begin();
    switch (opened.form) {
    case ALIGN_SIZE:
        return told(opened.allocate_aligned((size_t)align, counted(size)));
    case SIZE_LOG2:
        return told(opened.allocate_aligned(counted(size), log2_of(align)));
    default:
        return told(opened.allocate_aligned(counted(size), (size_t)align));
    }
}

/* Not all of them take null. */
void vera_memory_free(void *addr, int64_t size)
{
    begin();
    if (addr != NULL) {
        opened.free(addr, counted(size), 0);
    }
}

void vera_memory_free_aligned(void *addr, int64_t size, int64_t align)
{
    if (is_plain(align)) {
        vera_memory_free(addr, size);
        return;
    }
    begin();
    if (addr != NULL) {
        size_t last = opened.form == SIZE_LOG2 ? log2_of(align) : (size_t)align;
        opened.free_aligned(addr, counted(size), last);
    }
}

/* Null pointers are allowed for a count of 0, and not to those of C. */
void vera_memory_copy_memory(void *dest, const void *src, int64_t count)
{
    if (count != 0 && dest != src) {
        memcpy(dest, src, (size_t)count);
    }
}

void vera_memory_set_memory(void *dest, int8_t value, int64_t count)
{
    if (count != 0) {
        memset(dest, value, (size_t)count);
    }
}

void vera_memory_zero_memory(void *dest, int64_t count)
{
    if (count != 0) {
        memset(dest, 0, (size_t)count);
    }
}
