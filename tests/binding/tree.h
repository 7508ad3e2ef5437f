/* Folders and files of a test's own, which no other test sees, made as it needs
 * them and gone when the program ends. */
#ifndef VERA_TESTS_BINDING_TREE_H
#define VERA_TESTS_BINDING_TREE_H

#include <check.h>

/* A case whose tests have a tree each. Its path holds a space. */
TCase *tree_case(const char *name);

/* The absolute path of something in the tree, which need not exist. Good until
 * eight more were asked for. */
const char *tree_path(const char *relative);

/* Make a file or a symbolic link, and the folders that it stands in. */
void tree_write(const char *relative, const char *text);
void tree_copy(const char *from, const char *relative);
void tree_link(const char *target, const char *relative);
void tree_move(const char *from, const char *to);

/* The path of something that was built. */
const char *built(const char *relative);

#endif
