/* What many share, and nobody may take more of than there is.
 */
#ifndef VERA_CHECK_BUDGET_H
#define VERA_CHECK_BUDGET_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct vera_budget {
    atomic_size_t taken, most;
};

static inline size_t vera_budget_spent(const struct vera_budget *budget)
{
    return atomic_load_explicit(&budget->taken, memory_order_relaxed);
}

/* Whether nothing is left. */
static inline bool vera_budget_is_spent(const struct vera_budget *budget)
{
    return vera_budget_spent(budget) >= atomic_load_explicit(&budget->most, memory_order_relaxed);
}

/* Changes how much there is; what has been taken may be more than that. */
void vera_budget_limit(struct vera_budget *budget, size_t most);

/* Takes some. False if there is not as much left; nothing is taken then. */
bool vera_budget_spend(struct vera_budget *budget, size_t count);

void vera_budget_return(struct vera_budget *budget, size_t count);

#endif
