/* The path of the library's file, and copies of library files. */
#ifndef VERA_TESTS_LOADED_H
#define VERA_TESTS_LOADED_H

/* The path of the library, in a static buffer. */
const char *loaded_path(void);

/* Loads a copy of the file at `path`. The copy's name is gone when this returns. Null if it
 * cannot be loaded. */
void *loaded_copy(const char *path);

#endif
