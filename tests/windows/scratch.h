/* A folder for temporary files that is deleted with all that is in it when the process
 * ends: a file that is still in use, as a library that is loaded, cannot be deleted sooner
 * than that, and a process that is ended deletes nothing.
 */
#ifndef VERA_TESTS_SCRATCH_H
#define VERA_TESTS_SCRATCH_H

#include <stdbool.h>

/* From now on the system's folder for temporary files is one that nobody else has, for this
 * process and those that it begins. False when there can be none. */
bool scratch_begin(void);

#endif
