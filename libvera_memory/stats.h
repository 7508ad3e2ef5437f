/* What the library holds when a program ends, for people and programs to read.
 */
#ifndef VERA_STATS_H
#define VERA_STATS_H

/* Reads VERA_MEMORY_STATS: "exit", or "never", the default. */
void vera_stats_read_setting(void);

/* Prints the figures to standard error, as one JSON object, if the setting asks for it; or that
 * there are none, if a call does not return, which the end of the program may have interrupted, or
 * another thread forks. */
void vera_stats_report(void);

#endif
