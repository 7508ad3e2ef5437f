/* Placeholder. */
#include <vera/memory.h>
