/* A library to preload: the functions of vera:memory on another allocator, which
 * VERA_TEST_PEER names. So the programs that test this library run on that one. Nothing is
 * checked: sizes and alignments are passed on as by a thin wrapper in C.
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

/* How a function takes an alignment: after the size, before it, or after it as a logarithm, like
 * jemalloc's MALLOCX_LG_ALIGN. */
enum form { SIZE_ALIGN, ALIGN_SIZE, SIZE_LOG2 };

/* Functions that take the size at free are preferred. */
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

/* All are called the same way, with a last argument that most of them do not have: a function
 * ignores registers that it does not read. */
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

/* Programs may call from their constructors, so this library does not rely on one. */
static void begin(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int saved = errno;
    pthread_once(&once, open_peer);
    errno = saved;
}

/* By the contract, a size of 0 counts as 1. */
static size_t at_least_one(int64_t size)
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

/* jemalloc does not set errno. */
static void *with_errno(void *block)
{
    if (block == NULL) {
        errno = ENOMEM;
    }
    return block;
}

void *vera_memory_allocate(int64_t size)
{
    begin();
    return with_errno(opened.allocate(at_least_one(size), 0));
}

void *vera_memory_allocate_aligned(int64_t size, int64_t align)
{
    if (is_plain(align)) {
        return vera_memory_allocate(size);
    }
    begin();
    switch (opened.form) {
    case ALIGN_SIZE:
        return with_errno(opened.allocate_aligned((size_t)align, at_least_one(size)));
    case SIZE_LOG2:
        return with_errno(opened.allocate_aligned(at_least_one(size), log2_of(align)));
    default:
        return with_errno(opened.allocate_aligned(at_least_one(size), (size_t)align));
    }
}

/* Some of the allocators do not accept null. */
void vera_memory_free(void *addr, int64_t size)
{
    begin();
    if (addr != NULL) {
        opened.free(addr, at_least_one(size), 0);
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
        opened.free_aligned(addr, at_least_one(size), last);
    }
}

/* With a count of 0, null pointers are allowed here, but not in C's functions. */
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
