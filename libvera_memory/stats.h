/* What the library holds, for people and programs to read when a program ends.
 */
#ifndef VERA_STATS_H
#define VERA_STATS_H

/* Reads VERA_MEMORY_STATS: "exit", or "never", the default. */
void vera_stats_read_setting(void);

/* Prints what there is to standard error, as one JSON object, if that was asked for. */
void vera_stats_report(void);

#endif
