/* Ends the benchmark when it cannot go on. */
#ifndef BENCH_DIE_H
#define BENCH_DIE_H

#ifdef __cplusplus
extern "C" {
#endif

/* Prints the reason on standard error, and ends the program with status 2. */
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

#ifdef __cplusplus
}
#endif

#endif
