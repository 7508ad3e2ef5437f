/* Replaces functions of the system that a module calls. A module finds each of them through
 * its own import table, which can be changed.
 */
#ifndef VERA_TESTS_IMPORT_H
#define VERA_TESTS_IMPORT_H

#include <wchar.h>

/* Makes a loaded module call `instead` from now on, in place of the function that it imports
 * by that name. Asserts that it imports that function. */
void import_replace(const wchar_t *module, const char *name, void (*instead)(void));

#endif
