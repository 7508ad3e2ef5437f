/* What is freed was allocated by a second copy of the library. */
#include "misuse.h"

#include <stddef.h>

int main(void)
{
    void *(*other_take)(int64_t);
    void (*other_give)(void *, int64_t);
    const char *why = NULL;
    if (!open_another_copy(&other_take, &other_give, &why)) {
        cannot_run(why);
    }
    char *block = other_take(48);
    stock(48, 8);
    tell("ADDRESS", block);
    give(block, 48);
    flush();
    other_give(block, 48);
    return go_on();
}
