/* Formats as this platform's printf reads them. */
#ifndef VERA_BINDING_FORMAT_H
#define VERA_BINDING_FORMAT_H

/* Has the compiler check the arguments from `first` on, 0 for a va_list, against
 * the format at `text`. */
#define VERA_FORMAT(text, first) __attribute__((__format__(__printf__, text, first)))

#endif
