/* Frees a block that a second copy of the library allocated. */
#include "misuse.h"

#include <stddef.h>

int main(void)
{
    void *(*other_allocate)(int64_t);
    void (*other_free)(void *, int64_t);
    const char *why = NULL;
    if (!open_another_copy(&other_allocate, &other_free, &why)) {
        cannot_run(why);
    }
    char *block = other_allocate(48);
    stock(48, 8);
    print_address("ADDRESS", block);
    free_block(block, 48);
    flush();
    other_free(block, 48);
    return go_on();
}
