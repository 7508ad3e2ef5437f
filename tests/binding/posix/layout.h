/* How things are named and laid out on a POSIX system with ELF. */
#ifndef VERA_TESTS_BINDING_LAYOUT_H
#define VERA_TESTS_BINDING_LAYOUT_H

/* Before the first '/' of an absolute path. */
#define LAYOUT_ROOT ""

/* Between the folders in VERA_MODULE_PATH. */
#define LAYOUT_SEPARATOR ":"

/* The key of this system's library in a manifest. */
#define LAYOUT_FORMAT "elf"

/* Where a library is that was installed, below the prefix; what it is called; and the
 * end of the name of one without a version. */
#define LAYOUT_LIBRARIES "lib"
#define LAYOUT_LIBRARY(name) "lib" name ".so.1"
#define LAYOUT_SUFFIX ".so"

/* What can be opened as a file, and is none. */
#define LAYOUT_DEVICE "/dev/zero"

/* Whether the loader knows a library by the relative path under which it was opened. */
#define LAYOUT_KEEPS_RELATIVE true

/* Whether a caller extends an argument of fewer than 32 bits. */
#define LAYOUT_EXTENDS true

#endif
