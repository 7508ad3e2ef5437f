/* How the benchmark ends when it cannot go on. */
#ifndef BENCH_QUIT_H
#define BENCH_QUIT_H

/* Says why on standard error, and ends the program with status 2. */
_Noreturn void quit(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
