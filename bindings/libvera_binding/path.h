/* Paths and files of the system: the path of this library's own file, paths in environment
 * variables, real paths, opening a file. Implemented in posix/path.c and windows/path.c.
 * Paths made here use '/', whatever else a system accepts. */
#ifndef VERA_BINDING_PATH_H
#define VERA_BINDING_PATH_H

#include <stdbool.h>
#include <stdio.h>

/* Separates the folders in VERA_MODULE_PATH. */
extern const char vera_path_separator;

/* The characters that may separate the parts of a path. */
extern const char vera_path_slashes[];

/* The folders of modules, relative to the folder of this library's file; ends with null. */
extern const char *const vera_path_modules[];

/* The value of an environment variable; the caller frees it. Null if it is not set, if the
 * program runs with more rights than its user, or if there is no memory; then errno is
 * ENOMEM. */
char *vera_path_variable(const char *name);

/* Whether the path does not depend on the current folder. */
bool vera_path_absolute(const char *path);

/* The path without symbolic links and ".."; the caller frees it. Null if there is no such
 * file, or no memory: errno says which. */
char *vera_path_real(const char *path);

/* Removes the last part of a real path. The root stays the root. */
void vera_path_ascend(char *path);

/* Opens a regular file for reading. Opening never waits for another program, and no child
 * process inherits the file. Null on failure: errno says why. */
FILE *vera_path_open(const char *path);

/* The real path of the file that contains this code; the caller frees it. Null, with errno
 * set, if it cannot be known without trusting the current folder, or if there is no memory. */
char *vera_path_own(void);

#endif
