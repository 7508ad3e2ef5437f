/* Ends the benchmark when it cannot go on. */
#ifndef BENCH_DIE_H
#define BENCH_DIE_H

/* Prints the reason on standard error, and ends the program with status 2. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
