/* Folders and files of a test's own, which no other test sees, made as it needs
 * them and gone when the program ends. */
#ifndef VERA_TESTS_BINDING_TREE_H
#define VERA_TESTS_BINDING_TREE_H

#include <check.h>
#include <stdbool.h>

/* A case whose tests have a tree each. Its path holds a space, and letters that no
 * code page has together. */
TCase *tree_case(const char *name);

/* The absolute path of something in the tree, which need not exist. Good until
 * eight more were asked for. */
const char *tree_path(const char *relative);

/* Whether symbolic links can be made here. */
bool tree_links(void);

/* Make a file or a symbolic link, and the folders that it stands in. */
void tree_write(const char *relative, const char *text);
void tree_copy(const char *from, const char *relative);
void tree_link(const char *target, const char *relative);
void tree_move(const char *from, const char *to);

/* The path of something that was built. */
const char *built(const char *relative);

#endif
