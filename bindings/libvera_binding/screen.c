/* Derives a function's screen from its checks when the module is opened. screen.h explains
 * what a screen is and holds the test that each call makes. */
#include "screen.h"

/* Masks are written through the same member of the union as the values, so that they are
 * right for any byte order and width of pointers. */
static uint64_t sign_bit(int32_t type)
{
    struct vera_binding_value value = {.as.u64 = 0};
    switch (type) {
    case VERA_BINDING_I8:
        value.as.i8 = INT8_MIN;
        break;
    case VERA_BINDING_I16:
        value.as.i16 = INT16_MIN;
        break;
    case VERA_BINDING_I32:
        value.as.i32 = INT32_MIN;
        break;
    case VERA_BINDING_I64:
        value.as.i64 = INT64_MIN;
        break;
    default: /* an unsigned number is never negative */
        break;
    }
    return value.as.u64;
}

static uint64_t pointer_bits(uintptr_t bits)
{
    struct vera_binding_value value = {.as.u64 = 0};
    value.as.ptr = (void *)bits;
    return value.as.u64;
}

static uint64_t all_but_true(void)
{
    struct vera_binding_value value = {.as.u64 = 0};
    value.as.u8 = 0xFE;
    return value.as.u64;
}

static bool is_i64_argument(const struct vera_check_amount *amount)
{
    return amount->argument >= 0 && amount->type == VERA_BINDING_I64;
}

static void plan_pair(struct vera_screen *screen, const struct vera_check *check)
{
    if (screen->paired || !is_i64_argument(&check->amount) ||
        !is_i64_argument(&check->other_amount)) {
        screen->always = true;
        return;
    }
    screen->paired = true;
    screen->pair = (struct vera_screen_pair){check->argument, check->amount.argument, check->other,
                                             check->other_amount.argument};
}

/* Null minus 1 has the top bit; the pointers of a program do not. */
static void plan_check(struct vera_screen *screen, const struct vera_check *check)
{
    struct vera_screen_argument *argument = &screen->arguments[check->argument];
    switch (check->kind) {
    case vera_check_boolean:
        argument->mask = all_but_true();
        break;
    case vera_check_natural:
        argument->mask = sign_bit(argument->type);
        break;
    case vera_check_nonnull:
        argument->bias = pointer_bits(1);
        argument->mask = pointer_bits(~(UINTPTR_MAX >> 1));
        break;
    case vera_check_disjoint:
        plan_pair(screen, check);
        break;
    }
}

void vera_screen_plan(struct vera_screen *screen,
                      const struct vera_binding_description *description,
                      const struct vera_check *checks, uint32_t count)
{
    for (uint32_t i = 0; i < description->count; i++) {
        screen->arguments[i].type = description->parameters[i]->type;
    }
    for (uint32_t i = 0; i < count; i++) {
        plan_check(screen, &checks[i]);
    }
}
