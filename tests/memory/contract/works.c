/* A pattern of 8 bytes reveals a block that has two owners. */
#include "works.h"

#include "pattern.h"
#include "sizes.h"

#include <vera/memory.h>

bool works_everywhere(void)
{
    enum { COUNT = 300 };
    char *blocks[COUNT];
    for (int64_t size = 8; size <= 256 * KIB; size *= 32) {
        for (size_t i = 0; i < COUNT; i++) {
            blocks[i] = vera_memory_allocate_aligned(size, 8 << i % 4);
            if (blocks[i] == NULL) {
                return false;
            }
            pattern_write(blocks[i], 8, i);
        }
        for (size_t i = 0; i < COUNT; i++) {
            if (!pattern_holds(blocks[i], 8, i)) {
                return false;
            }
            vera_memory_free_aligned(blocks[i], size, 8 << i % 4);
        }
    }
    return true;
}
