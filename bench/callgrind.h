/* What valgrind's callgrind writes about a run: how many instructions there were, and how often
 * functions were called. "Callgrind Format Specification" in its manual describes the file.
 */
#ifndef BENCH_CALLGRIND_H
#define BENCH_CALLGRIND_H

struct callgrind {
    double instructions;
    double misses; /* calls of libvera_memory that its fast path did not serve */
    double locks;  /* that were taken, also by others than libvera_memory */
};

/* Reads a file. Ends the program if that fails. */
struct callgrind callgrind_read(const char *path);

#endif
