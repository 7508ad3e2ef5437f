/* What the C library keeps and what the system keeps, in one call. */
#include "environment.h"

#include "run.h"

#include <stdlib.h>

void environment_set(const char *name, const char *value)
{
    expect(_putenv_s(name, value) == 0);
}
