/* The configured folder of the binding in the program find: a folder in the tree. */
#ifndef VERA_TESTS_BINDING_CONFIGURED_H
#define VERA_TESTS_BINDING_CONFIGURED_H

const char *configured_folder(void);

#endif
