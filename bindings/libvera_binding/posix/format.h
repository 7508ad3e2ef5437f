/* The compiler's check of printf formats, for this platform's printf. */
#ifndef VERA_BINDING_FORMAT_H
#define VERA_BINDING_FORMAT_H

/* Makes the compiler check the arguments from position `first` on (0: a va_list) against the
 * format at position `text`. */
#define VERA_FORMAT(text, first) __attribute__((__format__(__printf__, text, first)))

#endif
