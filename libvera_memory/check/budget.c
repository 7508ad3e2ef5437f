/* Counted without a lock. */
#include "check/budget.h"

void vera_budget_limit(struct vera_budget *budget, size_t most)
{
    atomic_store_explicit(&budget->most, most, memory_order_relaxed);
}

bool vera_budget_spend(struct vera_budget *budget, size_t count)
{
    size_t most = atomic_load_explicit(&budget->most, memory_order_relaxed);
    size_t taken = vera_budget_spent(budget);
    do {
        if (taken > most || count > most - taken) {
            return false;
        }
    } while (!atomic_compare_exchange_weak_explicit(&budget->taken, &taken, taken + count,
                                                    memory_order_relaxed, memory_order_relaxed));
    return true;
}

void vera_budget_return(struct vera_budget *budget, size_t count)
{
    atomic_fetch_sub_explicit(&budget->taken, count, memory_order_relaxed);
}
