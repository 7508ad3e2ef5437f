/* Check's header, with format checks for standard C. To this compiler `printf` means
 * msvcrt's formats, which lack %zu and %jd.
 */
#include <stdio.h>

#define printf gnu_printf
#include_next <check.h>
#undef printf
