/* A program outside the tree, valid as C and C++, which knows only the public header of
 * vera:memory. */
#include <vera/memory.h>

#include <stdio.h>

int main(void)
{
    unsigned char *from = (unsigned char *)vera_memory_allocate(100);
    unsigned char *to = (unsigned char *)vera_memory_allocate_aligned(100, 64);
    if (from == NULL || to == NULL) {
        perror("allocate");
        return 1;
    }
    vera_memory_set_memory(from, 7, 100);
    vera_memory_zero_memory(to, 100);
    vera_memory_copy_memory(to, from, 99);
    int correct = to[0] == 7 && to[98] == 7 && to[99] == 0 && (uintptr_t)to % 64 == 0;
    vera_memory_free_aligned(to, 100, 64);
    vera_memory_free(from, 100);
    return correct ? 0 : 1;
}
