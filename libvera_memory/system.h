/* What the library asks of the operating system, beside the two primitives of
 * <vera/sys.h>. One folder a platform implements it; no file outside tests for
 * a system. Nothing declared here is a cancellation point.
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

/* Bytes in a run for `size` bytes: where addresses come in larger units than pages, a
 * smaller one would waste the rest of them. */
size_t vera_system_in_runs(size_t size);

/* `size` bytes, a multiple of 64 KiB, all 0, for records; their addresses are never
 * given back. Null, with errno set, when there are none. No lock is held. */
void *vera_system_fresh(size_t size);

/* Gives whole pages of such memory back, which may be used again as they are; what they
 * hold is then as it was, or 0. False when the system refuses. No lock is held. */
bool vera_system_drop(void *addr, size_t size);

/* `size` bytes of whole pages, all 0, before a page that nobody can touch. Null when
 * there are none. */
void *vera_system_guarded(size_t size);

/* Puts such pages out of reach, too, and gives them back, but not their addresses.
 * False when the system refuses; nothing has changed then. */
bool vera_system_seal(void *addr, size_t size);

/* Gives such pages back, with the one behind them and all addresses. False when the
 * system refuses; nothing has changed then. */
bool vera_system_unguard(void *addr, size_t size);

/* Like __vera_sys_free for a run that has been idle: its pages go back to the
 * system now, and are not kept for the next request. */
void vera_system_discard(void *addr, size_t size);

/* Gives back the pages of the runs that have been idle for `age` milliseconds,
 * as of `now`. */
void vera_system_purge(uint64_t now, uint64_t age);

/* Gives back every idle run, with its addresses. */
void vera_system_release(void);

/* Bytes in the runs of the primitives, and of all that is mapped, records included unless
 * they are in a heap; and the calls that were made for memory, of the system and of the
 * heap. */
struct vera_system_count {
    size_t in_use, warm, cold;
    size_t mapped;
    size_t maps, unmaps, advices, heaps;
};
struct vera_system_count vera_system_count(void);

/* Calls `act` with each lock of the primitives. */
void vera_system_each_lock(void (*act)(struct vera_lock *));

/* The most bytes in idle runs whose pages are kept, whatever is in use; and where
 * that is more, what is missing to the latest peak and one part in so many of it,
 * but no more than is in use. The peak counts half as much above what is in use
 * after each purge. Of addresses without pages, no more are kept than are in use,
 * but for what is left of chunks. */
#define VERA_SYSTEM_IDLE ((size_t)8 << 20)
#define VERA_SYSTEM_IDLE_SHARE 6u

/* Milliseconds from some start, to about 10: a clock that costs no system
 * call. */
uint64_t vera_system_now(void);

/* Locks. A thread that is between the library's own fork handlers passes
 * through every lock: it holds them all, and other libraries' fork handlers,
 * which run meanwhile, may allocate. */

void vera_lock_take(struct vera_lock *lock);
void vera_lock_drop(struct vera_lock *lock);

/* Whether a thread that holds the lock is gone: the process is ending, and the system ended
 * its other threads first. False where a process ends with its threads. */
bool vera_lock_is_stranded(struct vera_lock *lock);

/* Registers what runs before a fork, and after it in the parent and in the
 * child; nothing where the system does not fork. False when there is no memory
 * for that. */
bool vera_system_on_fork(void (*prepare)(void), void (*parent)(void), void (*child)(void));

/* Makes the calling thread, which holds every lock, pass through them, until
 * it is told to stop. */
void vera_lock_pass(bool pass);

/* Threads. */

/* Has `end(cache)` called when the calling thread ends; `end` is the same for
 * every thread. False when the system has no room to remember it, or the thread has ended
 * already and calls all the same. */
typedef void vera_thread_end(void *cache);
bool vera_thread_watch(struct vera_cache *cache, vera_thread_end *end);

/* Errors. What a call leaves for its caller is errno, and the last error where there is
 * one: platform.h has struct vera_error, and
 *   vera_error_now()           what is there now,
 *   vera_error_restore(error)  to put it back,
 *   vera_error_set(number)     for a call that fails, by errno's number. */

/* The process. */

/* Has the system keep the library until the process ends, because threads hold state
 * in it; the linker may have seen to that already. Waits for nothing. */
void vera_system_stay(void);

/* AddressSanitizer's functions: memory that nobody may touch for now, and memory that is
 * in use again. Null where the program was built without it. */
struct vera_sanitizer {
    void (*hide)(const volatile void *addr, size_t size);
    void (*show)(const volatile void *addr, size_t size);
};
struct vera_sanitizer vera_system_sanitizer(void);

/* The value of an environment variable; null when it is not set, or when the
 * program runs with more rights than its user. */
const char *vera_system_setting(const char *name);

/* Writes a message to standard error, in one piece; leaves the errors alone. */
void vera_system_say(const char *text, size_t length);

#endif
