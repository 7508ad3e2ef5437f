/* A folder for temporary files, which is deleted with its contents when the process exits.
 * A file in use, such as a loaded library, cannot be deleted earlier, and a process that is
 * terminated deletes nothing.
 */
#ifndef VERA_TESTS_SCRATCH_H
#define VERA_TESTS_SCRATCH_H

#include <stdbool.h>

/* Gives this process, and those that it starts, a temporary folder of their own. False if
 * it cannot be made. */
bool scratch_begin(void);

#endif
