/* The configured folder of the binding in find.c: one in the tree. */
#ifndef VERA_TESTS_BINDING_CONFIGURED_H
#define VERA_TESTS_BINDING_CONFIGURED_H

const char *configured_folder(void);

#endif
