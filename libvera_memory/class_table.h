/* The class function as a table, which the compiler fills from the formula: VERA_CLASS_TABLE
 * initializes an array of VERA_CLASS_ENTRIES.
 */
#ifndef VERA_CLASS_TABLE_H
#define VERA_CLASS_TABLE_H

#include "class.h"

/* Entry n is for size n in the direct part, and for size 128 n in the coarse part. Size 0
 * counts as 1; coarse entry 0 is not used. */
#define DIRECT(n) VERA_CLASS_OF_SIZE((n) == 0 ? 1 : (n))
#define COARSE(n) VERA_CLASS_OF_SIZE((n) == 0 ? 1 : VERA_CLASS_COARSE * (n))

#define FOUR(f, n) f(n), f((n) + 1), f((n) + 2), f((n) + 3)
#define SIXTEEN(f, n) FOUR(f, n), FOUR(f, (n) + 4), FOUR(f, (n) + 8), FOUR(f, (n) + 12)
#define SIXTY_FOUR(f, n)                                                                           \
    SIXTEEN(f, n), SIXTEEN(f, (n) + 16), SIXTEEN(f, (n) + 32), SIXTEEN(f, (n) + 48)
#define TABLE_256(f, n)                                                                            \
    SIXTY_FOUR(f, n), SIXTY_FOUR(f, (n) + 64), SIXTY_FOUR(f, (n) + 128), SIXTY_FOUR(f, (n) + 192)

#define VERA_CLASS_TABLE                                                                           \
    {                                                                                              \
        TABLE_256(DIRECT, 0), TABLE_256(DIRECT, 256), TABLE_256(DIRECT, 512),                      \
            TABLE_256(DIRECT, 768), DIRECT(1024), TABLE_256(COARSE, 0), TABLE_256(COARSE, 256),    \
            COARSE(512),                                                                           \
    }

_Static_assert(VERA_CLASS_COUNT <= UINT8_MAX, "a class fits its entry");
_Static_assert(VERA_CLASS_OF_SIZE(VERA_CLASS_MAX_SIZE) == VERA_CLASS_COUNT - 1,
               "classes end there");

#endif
