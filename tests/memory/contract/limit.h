/* Limits what the library can get from the system, and where. */
#ifndef VERA_TESTS_LIMIT_H
#define VERA_TESTS_LIMIT_H

#include <stddef.h>

/* For the rest of the process, lets it map at most `more` bytes of addresses beyond what it
 * has now. */
void limit_addresses(size_t more);

/* Takes addresses where the system would map the next thing. */
void occupy_addresses(size_t bytes);

#endif
