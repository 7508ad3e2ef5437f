/* Check's header, whose messages are formatted as C has it. To this compiler printf is
 * msvcrt's, which knows neither %zu nor %jd.
 */
#include <stdio.h>

#define printf gnu_printf
#include_next <check.h>
#undef printf
