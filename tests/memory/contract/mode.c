/* Reads VERA_MEMORY_MODE; see docs/modes.md. An unknown value means fast mode. */
#include "mode.h"

#include <stdlib.h>
#include <string.h>

bool mode_is_check(void)
{
    const char *mode = getenv("VERA_MEMORY_MODE");
    return mode != NULL && strcmp(mode, "check") == 0;
}
