/* A tree of folders and files for each test. No other test uses it, and it is removed when
 * the program ends. */
#ifndef VERA_TESTS_BINDING_TREE_H
#define VERA_TESTS_BINDING_TREE_H

#include <check.h>
#include <stdbool.h>

/* A case in which each test has a tree. Its path contains a space, and letters that no single
 * code page has. */
TCase *tree_case(const char *name);

/* The absolute path of something in the tree, which need not exist. Valid for the next eight
 * calls of this function and of `built`. */
const char *tree_path(const char *relative);

/* Whether symbolic links can be made here. */
bool tree_links(void);

/* Make a file or a symbolic link, and the folders above it. */
void tree_write(const char *relative, const char *text);
void tree_copy(const char *from, const char *relative);
void tree_link(const char *target, const char *relative);
void tree_move(const char *from, const char *to);

/* The path of something in the build folder. */
const char *built(const char *relative);

#endif
