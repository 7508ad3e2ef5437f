/* Names and folders on a POSIX system with ELF. */
#ifndef VERA_TESTS_BINDING_LAYOUT_H
#define VERA_TESTS_BINDING_LAYOUT_H

/* What comes before the first '/' of an absolute path. */
#define LAYOUT_ROOT ""

/* Separates the folders in VERA_MODULE_PATH. */
#define LAYOUT_SEPARATOR ":"

/* The key of this system's library in a manifest. */
#define LAYOUT_FORMAT "elf"

/* The folder of installed libraries below the prefix; the file name of a library; and the
 * suffix of one without a version. */
#define LAYOUT_LIBRARIES "lib"
#define LAYOUT_LIBRARY(name) "lib" name ".so.1"
#define LAYOUT_SUFFIX ".so"

/* A path that can be opened like a file but is a device. */
#define LAYOUT_DEVICE "/dev/zero"

/* Whether the loader keeps the relative path that a library was loaded from. */
#define LAYOUT_KEEPS_RELATIVE true

/* Whether a caller extends an argument of fewer than 32 bits. */
#define LAYOUT_EXTENDS true

#endif
