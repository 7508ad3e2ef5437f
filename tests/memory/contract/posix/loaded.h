/* The library's file, and copies of any. */
#ifndef VERA_TESTS_LOADED_H
#define VERA_TESTS_LOADED_H

/* Where the library is. Kept for good. */
const char *loaded_path(void);

/* Loads a copy of the file at `path`, which is gone when this returns. Null when it
 * cannot be loaded. */
void *loaded_copy(const char *path);

#endif
