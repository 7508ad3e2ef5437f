/* The mode that the environment chooses for the library: some figures differ between modes,
 * and check mode takes longer for each block.
 */
#ifndef VERA_TESTS_MODE_H
#define VERA_TESTS_MODE_H

#include <stdbool.h>

bool mode_is_check(void);

#endif
