/* Where things are: paths, the environment, this library's own file. What
 * differs between systems is in posix/place.c and windows/place.c. Paths are made
 * with '/' between their parts, whatever else a system takes. */
#ifndef VERA_BINDING_PATH_H
#define VERA_BINDING_PATH_H

#include <stdbool.h>
#include <stdio.h>

/* Stands between the folders in VERA_MODULE_PATH. */
extern const char vera_path_separator;

/* What may stand between the parts of a path. */
extern const char vera_path_slashes[];

/* Where modules are, seen from the folder of this library's file; null at the end. */
extern const char *const vera_path_modules[];

/* A variable of the environment, to be freed. Null when it is not set, and in a
 * program that runs with rights which its user does not have; or when there is no
 * memory, and then errno is ENOMEM. */
char *vera_path_variable(const char *name);

/* Whether the path means the same whatever the current folder is. */
bool vera_path_absolute(const char *path);

/* The path without symbolic links and "..", to be freed. Null when there is no
 * such file, or no memory: errno tells. */
char *vera_path_real(const char *path);

/* Cuts the last part off a real path. The root stays the root. */
void vera_path_ascend(char *path);

/* Opens a regular file for reading, so that nothing waits for another program
 * and no child inherits it. Null when it cannot: errno tells. */
FILE *vera_path_open(const char *path);

/* The real path of the file that holds this code, to be freed. Null when it
 * cannot be told without trusting the current folder. */
char *vera_path_own(void);

#endif
