/* Frees null, with any size and alignment: not misuse. */
#include "misuse.h"

int main(void)
{
    free_block(NULL, 0);
    free_block(NULL, -1);
    free_block(NULL, INT64_MAX);
    free_aligned_block(NULL, INT64_MIN, 3);
    return go_on();
}
