/* What a system has for a thread's own data, of which there is a fixed number. */
#ifndef VERA_TESTS_KEYS_H
#define VERA_TESTS_KEYS_H

#include <stddef.h>

/* Uses up what is left of them, and returns how many that were; `most` is how many the
 * system says it has. */
size_t keys_use_up(size_t *most);

#endif
