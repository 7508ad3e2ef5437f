/* What the tests of the binding ask of the machine: files, the environment, and the
 * loader. Paths are UTF-8, and those that are given back have '/' between their
 * parts. */
#ifndef VERA_TESTS_BINDING_MACHINE_H
#define VERA_TESTS_BINDING_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Makes a new folder whose name begins so, where files are that do not last, and
 * tells its real path. */
bool machine_make_temporary(const char *name, char *path, size_t size);

/* The path as the system has it, whatever the environment calls it. */
bool machine_tell(const char *path, char *told, size_t size);

/* Whether there is such a folder afterwards. */
bool machine_make_folder(const char *path);

/* Whether a symbolic link was made, for which some systems need a right. */
bool machine_link(const char *target, const char *path);

FILE *machine_open(const char *path, const char *mode);

/* A stream from which to read is an error. */
FILE *machine_open_unreadable(void);

bool machine_move(const char *from, const char *to);

/* Removes a folder with all that is in it, as far as that can be done. */
void machine_remove(const char *path);

/* Makes it the current folder. */
bool machine_enter(const char *path);

/* Sets a variable of the environment, or with null removes it. */
bool machine_set(const char *name, const char *value);

/* The number of this process. */
int machine_process(void);

/* Loads a library for good; null when it cannot. */
void *machine_load(const char *path);
void *machine_symbol(void *library, const char *name);

#endif
