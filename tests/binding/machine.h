/* What the tests of the binding need from the system: files, the environment and the
 * loader. Paths are UTF-8; those returned use '/'. */
#ifndef VERA_TESTS_BINDING_MACHINE_H
#define VERA_TESTS_BINDING_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Makes a new folder, whose name begins with `name`, in the system's folder for temporary
 * files. Sets `path` to its real path. */
bool machine_make_temporary(const char *name, char *path, size_t size);

/* Sets `real` to the system's own form of a path from the environment. */
bool machine_convert(const char *path, char *real, size_t size);

/* Makes a folder. True if it exists afterwards. */
bool machine_make_folder(const char *path);

/* Makes a symbolic link, for which some systems require a privilege. */
bool machine_link(const char *target, const char *path);

FILE *machine_open(const char *path, const char *mode);

/* A stream that cannot be read. */
FILE *machine_open_unreadable(void);

bool machine_move(const char *from, const char *to);

/* Removes a folder and everything in it, as far as possible. */
void machine_remove(const char *path);

/* Changes the current folder. */
bool machine_enter(const char *path);

/* Sets an environment variable; null removes it. */
bool machine_set(const char *name, const char *value);

/* The number of this process. */
int machine_process(void);

/* Loads a library, which stays loaded; null on failure. */
void *machine_load(const char *path);
void *machine_symbol(void *library, const char *name);

#endif
