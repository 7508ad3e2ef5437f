/* The functions of the C library that allocate, other than malloc, calloc and realloc. */
#include "exhausting.h"

#include <stddef.h>
#include <stdio.h>

char *__real_realpath(const char *path, char *resolved);
char *__real_strdup(const char *text);
FILE *__real_fdopen(int descriptor, const char *mode);
char *__wrap_realpath(const char *path, char *resolved);
char *__wrap_strdup(const char *text);
FILE *__wrap_fdopen(int descriptor, const char *mode);

char *__wrap_realpath(const char *path, char *resolved)
{
    return exhausting_fails() ? NULL : exhausting_keep(__real_realpath(path, resolved));
}

char *__wrap_strdup(const char *text)
{
    return exhausting_fails() ? NULL : exhausting_keep(__real_strdup(text));
}

FILE *__wrap_fdopen(int descriptor, const char *mode)
{
    return exhausting_fails() ? NULL : __real_fdopen(descriptor, mode);
}
