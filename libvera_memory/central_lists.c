/* If several threads make the lists, the first to say so has made them. */
#include "central_lists.h"

#include "class.h"
#include "pool.h"

#include <string.h>

static struct vera_pool records = VERA_POOL(VERA_CLASS_COUNT * sizeof(struct vera_central_lists));

_Atomic(struct vera_central_lists *) vera_central_lists;

/* Most systems have unlocked locks that are all 0, as the record is: then nothing is written. */
static void unlock_all(struct vera_central_lists *lists)
{
    static const struct vera_lock unlocked = VERA_LOCK_INIT, zero;
    bool done = memcmp(&unlocked, &zero, sizeof zero) == 0;
    for (unsigned class = 0; class < VERA_CLASS_COUNT && !done; ++class) {
        lists[class].lock = unlocked;
    }
}

bool vera_central_lists_begin(void)
{
    struct vera_central_lists *known =
        atomic_load_explicit(&vera_central_lists, memory_order_acquire);
    if (known != NULL) {
        return true;
    }
    struct vera_central_lists *made = vera_pool_take(&records);
    if (made == NULL) {
        return false;
    }
    unlock_all(made);
    if (!atomic_compare_exchange_strong(&vera_central_lists, &known, made)) {
        vera_pool_give(&records, made);
    }
    return true;
}
