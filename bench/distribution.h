/* Distributions: for each size, how often a program allocates blocks of it, and how many are live
 * on average. A file has a line for each size, with three numbers and commas between them: bytes,
 * allocations in any unit of time, live blocks.
 */
#ifndef BENCH_DISTRIBUTION_H
#define BENCH_DISTRIBUTION_H

#ifdef __cplusplus
extern "C" {
#endif

/* The name of a distribution: that of its file, without the folder and what follows the first
 * dot. The caller frees it. */
char *distribution_name(const char *file);

/* Writes a recording of a program that allocates according to a file, unless there is one that is
 * not older. Blocks of 2 GiB and more are left out. Ends the program if that cannot be done. */
void distribution_record(const char *file, const char *recording);

#ifdef __cplusplus
}
#endif

#endif
