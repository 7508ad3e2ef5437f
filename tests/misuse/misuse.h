/* What the programs in this folder share. Each program commits one misuse, which gives its
 * file its name, in a library that was not used before. Then it goes on as usual.
 *
 * A program prints on standard output the addresses that table.txt names, any damage that it
 * saw, and how many calls were refused.
 */
#ifndef VERA_TESTS_MISUSE_H
#define VERA_TESTS_MISUSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The functions of vera:memory. They are in a library of their own, so the compiler cannot
 * see the misuse, and check mode names these functions as the places. */
char *allocate(int64_t size);
char *allocate_aligned(int64_t size, int64_t align);
void free_block(void *block, int64_t size);
void free_aligned_block(void *block, int64_t size, int64_t align);
void copy(void *dest, const void *src, int64_t count);
void set(void *dest, int8_t value, int64_t count);
void zero(void *dest, int64_t count);

/* Whether the last of these calls that returns nothing set errno to EINVAL. */
bool was_refused(void);

/* How many of these calls did. */
unsigned refused(void);

/* Call it before the misuse: prints the address that table.txt calls by that name. */
void print_address(const char *name, const void *address);

/* Prints damage that the program saw: `corrupt` if blocks are overwritten or overlap,
 * `effect` otherwise. */
void effect(const char *what);
void corrupt(const char *what);

/* Allocates and writes blocks, ordered by address. Freeing them after the misuse flushes
 * the cache of their class. Call it before the misuse, which may put into the cache what is
 * not a block. */
enum { STOCK = 2000 };
void stock(int64_t size, int64_t align);

/* Takes one of them out of the stock. */
char *from_stock(size_t index);

/* Checks that they are intact, and frees them. */
void flush(void);

/* Frees blocks enough that, in check mode, every block that was freed before them leaves the
 * quarantine. */
void leave_quarantine(void);

/* The same. Then waits a second, and makes a call by which the library gives back what has been
 * idle for that long: the blocks in the thread's cache, and then their slabs. */
void grow_old(void);

/* A page of the program's own: writable, or inaccessible. Neither is ever unmapped. */
void *writable_page(void);
void *inaccessible_page(void);

/* Opens a second copy of the library. Returns false, and the reason, if there can be none. */
bool open_another_copy(void *(**other_allocate)(int64_t), void (**other_free)(void *, int64_t),
                       const char **why);

/* Calls `act` in a thread and waits for its end. */
void in_another_thread(void (*act)(void *), void *argument);

/* If the condition is false, ends the program: it could not commit the misuse. */
void require(bool condition);

/* Ends the program: it cannot run here. */
_Noreturn void cannot_run(const char *why);

/* Flushes, then checks that the library still works: new blocks are intact and do not
 * overlap, frees print nothing, and too large a request is refused. Returns main's status. */
int go_on(void);

/* Goes on without another call. Returns main's status. */
int stop(void);

#endif
