/* Functions of the system that a module calls, in whose place others can stand: a module
 * finds each through a table of its own, which may be written to.
 */
#ifndef VERA_TESTS_IMPORT_H
#define VERA_TESTS_IMPORT_H

#include <wchar.h>

/* From now on the module, which is loaded, calls `instead` in the place of what it imports
 * by that name. Asserts that it imports it. */
void import_replace(const wchar_t *module, const char *name, void (*instead)(void));

#endif
