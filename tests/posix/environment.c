/* setenv. */
#include "environment.h"

#include "run.h"

#include <stdlib.h>

void environment_set(const char *name, const char *value)
{
    expect(setenv(name, value, 1) == 0);
}
