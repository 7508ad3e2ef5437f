/* _putenv_s, which sets a variable for the C library and the system. */
#include "environment.h"

#include "run.h"

#include <stdlib.h>

void environment_set(const char *name, const char *value)
{
    expect(_putenv_s(name, value) == 0);
}
