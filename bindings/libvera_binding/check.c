/* The checks of a function, in three parts: deriving the list from the manifest's
 * attributes (plan_*), finding the first check that fails, and explaining it. check.h says
 * what a check is; the number and types of arguments are checked in call.c. */
#include "check.h"

#include "type.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

/* An argument has at most one check if it is a bool. If it is a pointer, it has two for the
 * lengths of its ranges, one for null, and one for each of its ranges with each of the other
 * pointer's. */
enum { most_checks = vera_check_most_arguments * (2 + 1 + 2 * 2) };

/* The checks of one function while they are being derived. */
struct plan {
    const struct vera_binding_description *description;
    uint32_t count;
    struct vera_check checks[most_checks];
};

static struct vera_check_amount resolve(const struct plan *plan, struct vera_binding_amount amount)
{
    int32_t type = VERA_BINDING_VOID;
    if (amount.parameter >= 0) {
        type = plan->description->parameters[amount.parameter]->type;
    }
    return (struct vera_check_amount){amount.parameter, type, amount.number};
}

static struct vera_check *add(struct plan *plan, enum vera_check_kind kind, int32_t argument)
{
    struct vera_check *check = &plan->checks[plan->count++];
    *check = (struct vera_check){.kind = kind, .argument = argument};
    return check;
}

static bool planned(const struct plan *plan, enum vera_check_kind kind, int32_t argument)
{
    for (uint32_t i = 0; i < plan->count; i++) {
        if (plan->checks[i].kind == kind && plan->checks[i].argument == argument) {
            return true;
        }
    }
    return false;
}

/* The ranges of bytes that a call reads or writes at a pointer. Returns their number. */
static int list_ranges(const struct vera_binding_parameter *parameter,
                       struct vera_binding_amount ranges[2])
{
    int count = 0;
    if (parameter->attributes & VERA_BINDING_READS) {
        ranges[count++] = parameter->reads;
    }
    if (parameter->attributes & VERA_BINDING_WRITES) {
        ranges[count++] = parameter->writes;
    }
    return count;
}

static void plan_boolean(struct plan *plan, int32_t argument)
{
    if (plan->description->parameters[argument]->type == VERA_BINDING_BOOL) {
        add(plan, vera_check_boolean, argument);
    }
}

/* A length that several ranges share is checked once. */
static void plan_natural(struct plan *plan, int32_t argument)
{
    struct vera_binding_amount ranges[2];
    int count = list_ranges(plan->description->parameters[argument], ranges);
    for (int i = 0; i < count; i++) {
        int32_t length = ranges[i].parameter;
        if (length >= 0 && !planned(plan, vera_check_natural, length)) {
            add(plan, vera_check_natural, length)->amount = resolve(plan, ranges[i]);
        }
    }
}

static void plan_nonnull(struct plan *plan, int32_t argument)
{
    const struct vera_binding_parameter *parameter = plan->description->parameters[argument];
    if (parameter->attributes & VERA_BINDING_NONNULL) {
        add(plan, vera_check_nonnull, argument)->amount = resolve(plan, parameter->nonnull);
    }
}

static void plan_pair(struct plan *plan, int32_t argument, int32_t other,
                      struct vera_binding_amount amount, struct vera_binding_amount other_amount)
{
    struct vera_check *check = add(plan, vera_check_disjoint, argument);
    check->other = other;
    check->amount = resolve(plan, amount);
    check->other_amount = resolve(plan, other_amount);
}

static void plan_disjoint(struct plan *plan, int32_t argument)
{
    const struct vera_binding_parameter *parameter = plan->description->parameters[argument];
    if (!(parameter->attributes & VERA_BINDING_DISJOINT)) {
        return;
    }
    int32_t other = parameter->disjoint;
    struct vera_binding_amount ranges[2];
    struct vera_binding_amount others[2];
    int count = list_ranges(parameter, ranges);
    int other_count = list_ranges(plan->description->parameters[other], others);
    for (int i = 0; i < count * other_count; i++) {
        plan_pair(plan, argument, other, ranges[i / other_count], others[i % other_count]);
    }
}

/* The order of the kinds matters: ranges may be compared only after their lengths are known
 * not to be negative. */
int32_t vera_check_plan(const struct vera_binding_description *description, struct vera_pool *pool,
                        const struct vera_check **checks, uint32_t *count)
{
    static void (*const planners[])(struct plan *, int32_t) = {plan_boolean, plan_natural,
                                                               plan_nonnull, plan_disjoint};
    struct plan plan = {.description = description, .count = 0};
    for (size_t kind = 0; kind < sizeof planners / sizeof planners[0]; kind++) {
        for (uint32_t i = 0; i < description->count; i++) {
            planners[kind](&plan, (int32_t)i);
        }
    }
    struct vera_check *kept = vera_pool_take(pool, plan.count, sizeof *kept);
    if (kept == NULL) {
        return VERA_BINDING_MEMORY;
    }
    memcpy(kept, plan.checks, plan.count * sizeof *kept);
    *checks = kept;
    *count = plan.count;
    return VERA_BINDING_OK;
}

static int64_t measure(const struct vera_check_amount *amount,
                       const struct vera_binding_value *arguments)
{
    if (amount->argument < 0) {
        return amount->number;
    }
    return vera_type_read_integer(amount->type, &arguments[amount->argument].as);
}

/* Compares distances, which cannot overflow, instead of ends, which can. */
static bool overlap(const struct vera_check *check, const struct vera_binding_value *arguments)
{
    uintptr_t start = (uintptr_t)arguments[check->argument].as.ptr;
    uintptr_t other = (uintptr_t)arguments[check->other].as.ptr;
    uint64_t size = (uint64_t)measure(&check->amount, arguments);
    uint64_t other_size = (uint64_t)measure(&check->other_amount, arguments);
    if (size == 0 || other_size == 0 || start == other) {
        return false;
    }
    return start < other ? other - start < size : start - other < other_size;
}

static bool fails(const struct vera_check *check, const struct vera_binding_value *arguments)
{
    const struct vera_binding_value *value = &arguments[check->argument];
    switch (check->kind) {
    case vera_check_boolean:
        return value->as.u8 > 1;
    case vera_check_natural:
        return measure(&check->amount, arguments) < 0;
    case vera_check_nonnull:
        return value->as.ptr == NULL && measure(&check->amount, arguments) > 0;
    default:
        return overlap(check, arguments);
    }
}

const struct vera_check *vera_check_find_failed(const struct vera_check *checks, uint32_t count,
                                                const struct vera_binding_value *arguments)
{
    for (uint32_t i = 0; i < count; i++) {
        if (fails(&checks[i], arguments)) {
            return &checks[i];
        }
    }
    return NULL;
}

static int32_t explain_null(const struct vera_check *check,
                            const struct vera_binding_description *description,
                            const struct vera_binding_value *arguments,
                            struct vera_binding_error *error)
{
    const char *name = description->parameters[check->argument]->name;
    if (check->amount.argument < 0) {
        return vera_error_set(error, VERA_BINDING_NULL, "%s: %s must not be null",
                              description->name, name);
    }
    return vera_error_set(
        error, VERA_BINDING_NULL, "%s: %s is null while %s is %" PRId64, description->name, name,
        description->parameters[check->amount.argument]->name, measure(&check->amount, arguments));
}

static int32_t explain_overlap(const struct vera_check *check,
                               const struct vera_binding_description *description,
                               const struct vera_binding_value *arguments,
                               struct vera_binding_error *error)
{
    return vera_error_set(
        error, VERA_BINDING_RANGE,
        "%s: the %" PRId64 " bytes at %s (0x%" PRIxPTR ") overlap the %" PRId64
        " bytes at %s (0x%" PRIxPTR ")",
        description->name, measure(&check->amount, arguments),
        description->parameters[check->argument]->name,
        (uintptr_t)arguments[check->argument].as.ptr, measure(&check->other_amount, arguments),
        description->parameters[check->other]->name, (uintptr_t)arguments[check->other].as.ptr);
}

int32_t vera_check_explain(const struct vera_check *check,
                           const struct vera_binding_description *description,
                           const struct vera_binding_value *arguments,
                           struct vera_binding_error *error)
{
    const char *name = description->parameters[check->argument]->name;
    int32_t code;
    switch (check->kind) {
    case vera_check_boolean:
        code =
            vera_error_set(error, VERA_BINDING_RANGE, "%s: %s is a bool and must be 0 or 1, not %d",
                           description->name, name, arguments[check->argument].as.u8);
        break;
    case vera_check_natural:
        code = vera_error_set(error, VERA_BINDING_RANGE,
                              "%s: %s is a number of bytes and cannot be %" PRId64,
                              description->name, name, measure(&check->amount, arguments));
        break;
    case vera_check_nonnull:
        code = explain_null(check, description, arguments, error);
        break;
    default:
        code = explain_overlap(check, description, arguments, error);
        break;
    }
    vera_error_blame(error, description->name, check->argument);
    return code;
}
