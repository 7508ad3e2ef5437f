/* What the programs here are made of. Each commits one misuse, named by its file,
 * in a library that was not used before, and then goes on as a program would.
 *
 * On standard output a program tells the addresses that table.txt names, what it saw
 * that should not be, and how many calls were refused.
 */
#ifndef VERA_TESTS_MISUSE_H
#define VERA_TESTS_MISUSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The seven functions. They stand in a library of their own, where no compiler sees
 * what is done with them, and lines of check mode say their names as places. */
char *take(int64_t size);
char *take_aligned(int64_t size, int64_t align);
void give(void *block, int64_t size);
void give_aligned(void *block, int64_t size, int64_t align);
void copy(void *dest, const void *src, int64_t count);
void set(void *dest, int8_t value, int64_t count);
void zero(void *dest, int64_t count);

/* Whether the last of these that returns nothing set errno to EINVAL. */
bool was_refused(void);

/* How many did. */
unsigned refused(void);

/* Before the misuse: the address that the table calls by that name. */
void tell(const char *name, const void *address);

/* What a program sees that should not be: `corrupt` if blocks are not whole or not
 * apart, `effect` otherwise. */
void effect(const char *what);
void corrupt(const char *what);

/* Blocks to be freed after the misuse, which flushes what is in the cache of their
 * class. They are allocated and written before it, because it may put what is no block
 * into the cache; in the order of their addresses. */
enum { STOCK = 300 };
void stock(int64_t size, int64_t align);

/* Takes one of them out. */
char *from_stock(size_t index);

/* Frees them; they are to be whole. */
void flush(void);

/* What can only fail makes the library let go of all that is idle. */
void release(void);

/* A page of the program's own, which can be written to, or which nobody can touch. Either
 * stays. */
void *writable_page(void);
void *untouchable_page(void);

/* The two functions of a second copy of the library; false, and why, when there is none. */
bool open_another_copy(void *(**take)(int64_t), void (**give)(void *, int64_t), const char **why);

/* Calls `act` in a thread and waits for its end. */
void in_another_thread(void (*act)(void *), void *argument);

/* Ends the program as one that could not bring the misuse about. */
void require(bool condition);

/* Ends it as one that cannot run here. */
_Noreturn void cannot_run(const char *why);

/* Flushes; blocks are still whole, apart from each other, and taken back without a
 * word, and the library can let go of everything. Returns what main returns. */
int go_on(void);

#endif
