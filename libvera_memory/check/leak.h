/* At the end of a program in check mode: the blocks that were not freed, with a line for each
 * site that allocated some, and one for all. A forked child reports only its own blocks.
 */
#ifndef VERA_CHECK_LEAK_H
#define VERA_CHECK_LEAK_H

/* Prints the report; nothing when no block is live. */
void vera_leak_report(void);

#endif
