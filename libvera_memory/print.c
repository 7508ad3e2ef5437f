/* What is longer is cut. */
#include "print.h"

#include "system.h"

#include <stdarg.h>
#include <stdio.h>

enum { MOST = 512 };

void vera_print(const char *format, ...)
{
    char text[MOST];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length > 0) {
        vera_system_print(text, length < MOST ? (size_t)length : MOST - 1);
    }
}
