/* One count. */
#include "loan.h"

#include <stdatomic.h>

static atomic_size_t lent;

bool vera_loan_take(size_t bytes)
{
    size_t known = atomic_load_explicit(&lent, memory_order_relaxed);
    do {
        if (bytes > VERA_LOAN_MOST - known) {
            return false;
        }
    } while (!atomic_compare_exchange_weak_explicit(&lent, &known, known + bytes,
                                                    memory_order_relaxed, memory_order_relaxed));
    return true;
}

/* A thread that a fork handler started in a child, before this library knew of that, may give more
 * than is left of the count. */
void vera_loan_give(size_t bytes)
{
    size_t known = atomic_load_explicit(&lent, memory_order_relaxed);
    size_t rest;
    do {
        rest = known > bytes ? known - bytes : 0;
    } while (!atomic_compare_exchange_weak_explicit(&lent, &known, rest, memory_order_relaxed,
                                                    memory_order_relaxed));
}

void vera_loan_begin_child(size_t bytes)
{
    atomic_store_explicit(&lent, bytes, memory_order_relaxed);
}
