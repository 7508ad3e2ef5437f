/* Where things are: paths, the environment, this library's own file. What
 * differs between systems is in posix/place.c. */
#ifndef VERA_BINDING_PLACE_H
#define VERA_BINDING_PLACE_H

#include <stdbool.h>
#include <stdio.h>

/* Stands between the folders in VERA_MODULE_PATH. */
extern const char vera_place_separator;

/* A variable of the environment; null when it is not set, and in a program that
 * runs with rights which its user does not have. */
const char *vera_place_environment(const char *name);

/* Whether the path means the same whatever the current folder is. */
bool vera_place_absolute(const char *path);

/* The path without symbolic links and "..", to be freed. Null when there is no
 * such file, or no memory: errno tells. */
char *vera_place_real(const char *path);

/* Cuts the last part off a real path. The root stays the root. */
void vera_place_ascend(char *path);

/* Opens a regular file for reading, so that nothing waits for another program
 * and no child inherits it. Null when it cannot: errno tells. */
FILE *vera_place_open(const char *path);

/* The real path of the file that holds this code, to be freed. Null when it
 * cannot be told without trusting the current folder. */
char *vera_place_own(void);

#endif
