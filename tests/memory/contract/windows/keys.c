/* Uses up the slots of TlsAlloc and those of FlsAlloc, of which there are at least as many. */
#include "keys.h"

#include <windows.h>

#define MORE_SLOTS 1024 /* in addition to the minimum */

static void NTAPI forget(void *value)
{
    (void)value;
}

size_t keys_use_up(size_t *most)
{
    size_t count = 0;
    while (FlsAlloc(forget) != FLS_OUT_OF_INDEXES) {
    }
    while (TlsAlloc() != TLS_OUT_OF_INDEXES) {
        count++;
    }
    *most = TLS_MINIMUM_AVAILABLE + MORE_SLOTS;
    return count;
}
