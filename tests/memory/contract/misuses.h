/* Every misuse that there is, each as a case that commits it once. */
#ifndef VERA_TESTS_MISUSES_H
#define VERA_TESTS_MISUSES_H

#include <stddef.h>
#include <stdint.h>

struct amount {
    int64_t size;
    int64_t align;
};

struct misuse {
    const char *name;
    void (*commit)(const struct misuse *);
    const char *line; /* as printf has it, with the address */

    /* For those that allocate a block and free it wrongly: what was asked for,
     * what is given, and how far from the block. */
    struct amount asked;
    struct amount given;
    ptrdiff_t offset;

    /* For those that free what is no block: where it is. */
    void *(*address)(void);
};

/* The last needs dlmopen. */
extern const struct misuse misuses[];
extern const size_t misuses_count;

/* Commits one in a library that was not used before, and goes on as a program
 * would. Says on standard output which line is expected on standard error, and
 * then whatever else is wrong. */
void misuses_commit(const char *name);

#endif
