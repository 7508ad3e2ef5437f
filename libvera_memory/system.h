/* What the library asks of the operating system. Each platform implements it in a folder of its
 * own; no other file tests for a system. Nothing declared here is a cancellation point.
 */
#ifndef VERA_SYSTEM_H
#define VERA_SYSTEM_H

#include "platform.h" /* struct vera_lock, struct vera_error, vera_thread_cache, and macros */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Pages. */

/* Bytes in a page, a power of two from 4 KiB to 64 KiB, read at run time. */
size_t vera_system_page(void);

/* Bytes in the pages that hold `size` bytes, at most PTRDIFF_MAX. */
size_t vera_system_in_pages(size_t size);

/* Bytes in a run for `size` bytes: whole pages, or the unit in which addresses come where
 * that is larger, because a smaller run would waste the rest of it. */
size_t vera_system_in_runs(size_t size);

/* An extent of the arena: VERA_EXTENT bytes at a multiple of VERA_EXTENT. The first and the
 * last VERA_GUARD of them fault, and the others are all 0. Null when there is no memory. No
 * lock is held. */
#define VERA_EXTENT ((size_t)1 << 20)
#define VERA_GUARD ((size_t)64 << 10)
void *vera_system_map_extent(void);

/* Purges whole pages of an extent. They may be used again at once, and hold what they held,
 * or 0. False when the system refuses. No lock is held. */
bool vera_system_purge_extent(void *addr, size_t size);

/* Bytes of addresses that the process may have, as of now. */
size_t vera_system_most_addresses(void);

/* Seals whole pages, as vera_pages_seal does, and asks the system each time. False when it refuses;
 * nothing has changed then. */
bool vera_system_seal(void *addr, size_t size);

/* `size` bytes of whole pages, all 0, which are no run and no extent. Null when there is no
 * memory. */
void *vera_system_map(size_t size);

/* Releases all of them. False when the system refuses; nothing has changed then. */
bool vera_system_unmap(void *addr, size_t size);

/* A run: whole pages for `size` bytes, above 0, at a multiple of `align`, a power of two, and of
 * the page size, with any content. Null when there is no memory, or `align` is above the largest
 * huge page: no program needs more. No lock is held here and below. */
#define VERA_SYSTEM_MOST_ALIGN ((size_t)1 << 30)
void *vera_system_take_run(size_t size, size_t align);

/* Takes back a run with the same size and alignment. It may be retained for the next request. */
void vera_system_give_run(void *addr, size_t size, size_t align);

/* The same for a run that was taken for a request which then failed: no peak counts it. Null does
 * nothing. */
void vera_system_refuse(void *addr, size_t size, size_t align);

/* The same for a run of alignment 1 that has been idle: its pages are purged now, and not retained
 * for the next request. */
void vera_system_purge_run(void *addr, size_t size);

/* Purges the runs that have been idle for `age` milliseconds, as of `now`. */
void vera_system_purge_idle(uint64_t now, uint64_t age);

/* Releases every idle run. */
void vera_system_release_idle(void);

/* Whether vera_system_take_run(size, align), which has just failed, might succeed once every idle
 * run, and `more` bytes in runs besides, are released: whether the system has what would be
 * missing then. True in doubt: where addresses are so few that the holes beside idle runs
 * count, and where there is not even a page, because the number of mappings may be the limit.
 * No lock is held. */
bool vera_system_could_fit(size_t size, size_t align, size_t more);

/* Bytes in the runs of the primitives, and in all mappings, records included unless they are
 * in a heap; and how many calls for memory the system and the heap got. */
struct vera_system_count {
    size_t in_use, warm, cold;
    size_t mapped;
    size_t maps, unmaps, advices, heaps;
};
struct vera_system_count vera_system_count(void);

/* The most bytes in warm idle runs is the largest of three:
 * - VERA_SYSTEM_IDLE;
 * - as many as bring the bytes in use up to the latest peak plus one part in
 *   VERA_SYSTEM_IDLE_SHARE of it, but never more than are in use;
 * - as many as lost their pages lately and were then needed again, but no more than bring the
 *   bytes in use up to one and a half times the peak.
 * Each purge halves the distance of the peak from the bytes in use, and takes an eighth from the
 * last. Cold runs have at most as many bytes as are in use, not counting the rests of
 * chunks. */
#define VERA_SYSTEM_IDLE ((size_t)8 << 20)
#define VERA_SYSTEM_IDLE_SHARE 6u

/* Milliseconds from some start, with a resolution of about 10; costs no system call. */
uint64_t vera_system_now(void);

/* Locks. Nobody holds one at a fork: see gate.h. platform.h has struct vera_lock, VERA_LOCK_INIT,
 * and
 *   vera_lock(lock)
 *   vera_try_lock(lock)    without waiting: false if any thread holds the lock
 *   vera_unlock(lock). */

/* Finds out how long it is worth to wait without sleeping. */
void vera_lock_prepare(void);

/* Fork, and the end of the process. */

/* Registers handlers that run before a fork, and after it in the parent and in the child;
 * does nothing where the system has no fork. False when there is no memory for that. */
bool vera_system_on_fork(void (*prepare)(void), void (*parent)(void), void (*child)(void));

/* The number of the process: above 0, and another one in a child. */
int vera_system_process(void);

/* Whether the process is ending and the system ended its other threads first, wherever they
 * were. Always false where a process and its threads end together. */
bool vera_system_is_alone(void);

/* Threads. platform.h has vera_thread_self(), an address that no two threads have at the same
 * time. */

/* A number that hardly any two threads have at the same time. Threads of one kind have their
 * addresses at equal distances; a multiplication (Knuth's multiplicative hashing) spreads them, so
 * that the highest bits of the number serve to choose among few things. */
static inline uint32_t vera_thread_number(void)
{
    uint64_t self = (uintptr_t)vera_thread_self() >> 4;
    return (uint32_t)(self ^ self >> 32) * UINT32_C(0x9e3779b1);
}

/* Lets other threads run, for longer after some turns: `turn` counts the calls of one wait. Leaves
 * the errors alone. */
void vera_system_pause(unsigned turn);

/* `end` runs on every thread that ends, or where the system does not report each, on those with
 * vera_thread_watch. Called before the first thread has a cache. */
void vera_system_on_thread_end(void (*end)(void));

/* Finds out what vera_thread_watch must know about the loader, while that is at rest. */
void vera_thread_prepare(void);

/* Has the end of the calling thread, which has this cache, reported. False when the system cannot
 * do that, or the thread is past its end and still calls. */
bool vera_thread_watch(struct vera_cache *cache);

/* Errors. An exported function that does not fail leaves errno as it was, and the last error
 * where the system has one. The functions below it may change both, unless they say otherwise.
 * platform.h has struct vera_error, and
 *   vera_error_now()           the present state,
 *   vera_error_restore(error)  which puts it back,
 *   vera_error_set(number)     which sets both by errno's number. */

/* The process. */

/* Pins the library until the process ends, because threads hold state in it; the linker may
 * have done that already. Waits for nothing. */
void vera_system_pin(void);

/* The value of an environment variable; null when it is not set, or when the program runs
 * with more rights than its user. */
const char *vera_system_setting(const char *name);

/* Writes a message to standard error, and leaves the errors alone. Where that is full and does not
 * block, waits for room for about a second. */
void vera_system_print(const char *text, size_t length);

#endif
