/* The mode that the library runs in here, as the environment has it: some figures
 * differ, and check mode takes longer for each block.
 */
#ifndef VERA_TESTS_MODE_H
#define VERA_TESTS_MODE_H

#include <stdbool.h>

bool mode_is_check(void);

#endif
