/* What Windows says about a failure. */
#ifndef VERA_WINDOWS_FAILURE_H
#define VERA_WINDOWS_FAILURE_H

#include <stddef.h>

/* Sets errno to the closest match of the last error. */
void vera_failure_set_errno(void);

/* The system's own sentence about the last error, in UTF-8, without its full stop and line
 * ending. */
void vera_failure_explain(char *reason, size_t size);

#endif
