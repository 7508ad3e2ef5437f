/* The slots of TlsAlloc, and those of FlsAlloc, which are as many at least. */
#include "keys.h"

#include <windows.h>

#define MORE_SLOTS 1024 /* beside the minimum */

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
