/* Fork handlers of the program's own, in the library that they call. The window of a fork is the
 * time between the library's own handlers before and after it.
 */
#ifndef VERA_TESTS_WINDOW_H
#define VERA_TESTS_WINDOW_H

#include "library.h"

#include <stdbool.h>
#include <stddef.h>

enum moment { BEFORE_FORK, IN_PARENT, IN_CHILD, MOMENTS };

/* Handlers that are registered before the library is opened run in the window, and others around
 * it. A variant is a moment, to which MOMENTS is added for handlers around the window. */
enum { VARIANTS = 2 * MOMENTS };

extern struct library library;
extern void *(*library_allocate_aligned)(int64_t size, int64_t align);
extern void (*library_free_aligned)(void *addr, int64_t size, int64_t align);

/* Opens the library, and registers handlers that call `act` at the variant's moment. */
void window_begin(int variant, void (*act)(void));

/* The same with a function for each moment, null for none. */
void window_begin_each(bool around, void (*before)(void), void (*parent)(void),
                       void (*child)(void));

/* Opens the library, and registers a handler for window_fork_while. */
void window_begin_threads(void);

/* Starts a thread and waits until it has ended. */
void window_join(void *(*work)(void *));

/* Allocates blocks of all kinds, and frees them. False if one of them was spoiled. */
bool window_use(void);

/* Forks; parent and child use the library, and the child calls `also`, null for nothing, and
 * exits with its result. What went wrong is counted. */
void window_fork(bool (*also)(void));

/* One fork, as window_fork. Before it, and in the window, a thread does that work. */
void window_fork_while(void *(*work)(void *), bool (*also)(void));

/* The variant, for the name of a figure. */
const char *window_name(void);

/* How often that went wrong so far. */
size_t window_failures(void);

/* Forks so many times, but stops early if it often goes wrong; prints the counts, and fails the
 * test if any did. */
void window_fork_many(const char *name, size_t count, bool (*also)(void));

#endif
