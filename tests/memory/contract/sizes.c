/* The sequence of the sizes. */
#include "sizes.h"

int64_t sizes_next(int64_t size)
{
    if (size < KIB) {
        return size + 1;
    }
    int64_t doubling = KIB;
    while (2 * doubling <= size) {
        doubling *= 2;
    }
    int64_t step = doubling / 16;
    return size + (size % step == 1 ? step - 2 : 1);
}
