/* What the library holds when a program ends, for people and programs to read.
 */
#ifndef VERA_STATS_H
#define VERA_STATS_H

/* Reads VERA_MEMORY_STATS: "exit", or "never", the default. */
void vera_stats_read_setting(void);

/* Notes the figures, if the setting asks for them. That is before check mode empties its
 * quarantines. */
void vera_stats_gather(void);

/* Prints them to standard error, as one JSON object; or that there are none, if a call does not
 * return, which the end of the program may have interrupted, or another thread forks. */
void vera_stats_report(void);

#endif
