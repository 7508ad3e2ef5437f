/* Sound calls, which work whatever a program wrote beside its other blocks. Each returns whether
 * blocks were handed out, had one owner, and could be freed.
 */
#ifndef VERA_TESTS_SOUND_H
#define VERA_TESTS_SOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Blocks of one size. The seed is for the pattern in them. */
bool sound_calls_of(int64_t size, size_t seed);

/* Of many sizes up to 24 MiB; in check mode, which writes to every byte of what is freed, up to
 * 1 MiB. */
bool sound_calls(size_t seed);

/* The same in two other threads at once. */
bool sound_calls_of_threads(void);

#endif
