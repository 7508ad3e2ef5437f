/* The words for each kind of misuse. */
#include "fault.h"

#include "arguments.h"
#include "class.h"
#include "map.h"
#include "side_small.h"
#include "slab.h"

static const char *expected(enum vera_misuse misuse)
{
    switch (misuse) {
    case VERA_MISUSE_LARGE:
        return "the size of the large block there";
    case VERA_MISUSE_INTERIOR:
        return "the start of a block, not its interior";
    case VERA_MISUSE_DOUBLE:
        return "a block that is not already freed";
    default:
        return "a block of this library";
    }
}

static void report(const struct vera_fault *fault)
{
    size_t least = vera_class_least(fault->class);
    size_t most = vera_class_size(fault->class);
    if (fault->misuse == VERA_MISUSE_CLASS) {
        vera_misuse_report("free(%p, %zu to %zu bytes): expected %zu to %zu bytes", fault->block,
                           least, most, vera_class_least(fault->actual),
                           vera_class_size(fault->actual));
    } else {
        vera_misuse_report("free(%p, %zu to %zu bytes): expected %s", fault->block, least, most,
                           expected(fault->misuse));
    }
}

void vera_faults_report_all(struct vera_faults *faults)
{
    for (unsigned i = 0; i < faults->count; i++) {
        report(&faults->list[i]);
    }
    faults->count = 0;
}

void vera_fault_report_again(const void *block, size_t size, size_t align)
{
    vera_misuse_report("%s(%p, %zu bytes at alignment %zu): expected %s",
                       vera_arguments_free_name(align), block, size, align,
                       expected(VERA_MISUSE_DOUBLE));
}

static unsigned class_at(const void *addr)
{
    const struct vera_slab *slab = vera_map_find(addr).slab;
    return slab != NULL ? slab->class : vera_side_small_class(addr);
}

void vera_fault_report_large(const void *block, size_t size, size_t align,
                             struct vera_large_form actual)
{
    unsigned class = class_at(block);
    const char *call = vera_arguments_free_name(align);
    if (actual.size > 0) {
        vera_misuse_report("%s(%p, %zu bytes at alignment %zu): "
                           "expected %zu bytes at alignment %zu",
                           call, block, size, align, actual.size, actual.align);
    } else if (class != VERA_CLASS_LARGE) {
        vera_misuse_report("%s(%p, %zu bytes at alignment %zu): expected %zu to %zu bytes", call,
                           block, size, align, vera_class_least(class), vera_class_size(class));
    } else {
        vera_misuse_report("%s(%p, %zu bytes at alignment %zu): "
                           "expected a live block of this library",
                           call, block, size, align);
    }
}
