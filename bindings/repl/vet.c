/* Each attribute of a parameter is checked by one function, a ladder of refusals.
 * Parameters are checked in order. Only the descriptions decide: no function is known
 * by name. */
#include "vet.h"

#include "value.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

enum { NAME_MAX_SHOWN = 160 };

/* Writes a name such as "memory.free" to `text`, and returns it. */
static const char *full_name(const struct callee *callee, char text[NAME_MAX_SHOWN])
{
    snprintf(text, NAME_MAX_SHOWN, "%s.%s", callee->module, callee->description->name);
    return text;
}

static const struct vera_binding_parameter *parameter_of(const struct call *call, uint32_t index)
{
    return call->callee->description->parameters[index];
}

static uintptr_t address_of(const struct call *call, uint32_t index)
{
    return (uintptr_t)call->arguments[index].as.ptr;
}

/* The value of an amount in this call. No block has more than INT64_MAX bytes, so a
 * larger amount is treated as that. */
static int64_t resolve(const struct call *call, struct vera_binding_amount amount)
{
    if (amount.parameter < 0) {
        return amount.number;
    }
    struct integer integer = repl_value_integer(&call->arguments[amount.parameter]);
    if (integer.negative) {
        return (int64_t)(0 - integer.magnitude);
    }
    return integer.magnitude > INT64_MAX ? INT64_MAX : (int64_t)integer.magnitude;
}

/* The offset of an amount in the line: that of the argument that it is given in, or
 * else of the pointer. */
static size_t position(const struct call *call, struct vera_binding_amount amount, uint32_t index)
{
    return call->at[amount.parameter < 0 ? index : (uint32_t)amount.parameter];
}

static const char *plural(int64_t count)
{
    return count == 1 ? "" : "s";
}

bool repl_vet_range(const struct blocks *blocks, const struct range *range, size_t at,
                    struct fault *fault)
{
    if (range->count == 0) {
        return true;
    }
    char where[160];
    const struct block *block = repl_blocks_find(blocks, range->address);
    int64_t offset = block != NULL ? (int64_t)(range->address - block->address) : 0;
    if (range->address == 0) {
        snprintf(where, sizeof where, "which is null");
    } else if (block == NULL) {
        snprintf(where, sizeof where, "which is not in any block of this session");
    } else if (block->freed_by != NULL) {
        snprintf(where, sizeof where, "in a block that was freed at line %zu", block->freed_line);
    } else if (range->count > block->size - offset) {
        int64_t left = offset < block->size ? block->size - offset : 0;
        snprintf(where, sizeof where, "where a block of %" PRId64 " byte%s has %" PRId64 " left",
                 block->size, plural(block->size), left);
    } else {
        return true;
    }
    return repl_fault_set(fault, at, "%s would %s %" PRId64 " byte%s at '%s', %s", range->actor,
                          range->verb, range->count, plural(range->count), range->name, where);
}

static bool vet_range(const struct call *call, const struct blocks *blocks, uint32_t index,
                      struct vera_binding_amount amount, const char *verb, struct fault *fault)
{
    char name[NAME_MAX_SHOWN];
    struct range range = {.actor = full_name(call->callee, name),
                          .verb = verb,
                          .name = parameter_of(call, index)->name,
                          .address = address_of(call, index),
                          .count = resolve(call, amount)};
    if (range.count < 0) {
        return repl_fault_set(fault, position(call, amount, index),
                              "%s: '%s' is %" PRId64 " but must not be negative", range.actor,
                              parameter_of(call, (uint32_t)amount.parameter)->name, range.count);
    }
    /* A pointer without `nonnull` may be null; the function then does not access it. */
    bool skipped =
        range.address == 0 && !(parameter_of(call, index)->attributes & VERA_BINDING_NONNULL);
    return skipped || repl_vet_range(blocks, &range, call->at[index], fault);
}

/* Records "memory.free: 'addr' " and the formatted rest. Returns false. */
VERA_FORMAT(5, 6)
static bool refuse(const struct call *call, uint32_t index, size_t at, struct fault *fault,
                   const char *format, ...)
{
    char name[NAME_MAX_SHOWN];
    char words[2 * NAME_MAX_SHOWN];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    return repl_fault_set(fault, at, "%s: '%s' %s", full_name(call->callee, name),
                          parameter_of(call, index)->name, words);
}

static bool vet_start(const struct call *call, const struct block *block, uint32_t index,
                      struct fault *fault)
{
    uintptr_t address = address_of(call, index);
    size_t at = call->at[index];
    if (block == NULL || address == repl_blocks_end(block)) {
        return refuse(call, index, at, fault, "is not a block of this session");
    }
    if (address > block->address) {
        int64_t offset = (int64_t)(address - block->address);
        return refuse(call, index, at, fault,
                      "points %" PRId64 " byte%s into a block of %" PRId64
                      " byte%s, not to its start",
                      offset, plural(offset), block->size, plural(block->size));
    }
    if (block->freed_by != NULL) {
        return refuse(call, index, at, fault,
                      "was already freed at line %zu (allocated at line %zu)", block->freed_line,
                      block->allocated_line);
    }
    return strcmp(block->allocated_by->module, call->callee->module) == 0 ||
           refuse(call, index, at, fault,
                  "is a block of vera:%s, not of vera:%s (allocated at line %zu)",
                  block->allocated_by->module, call->callee->module, block->allocated_line);
}

static bool is_power_of_two(int64_t number)
{
    return number > 0 && (number & (number - 1)) == 0;
}

static int64_t effective(const struct callee *callee, int64_t align)
{
    return align > callee->align ? align : callee->align;
}

static bool vet_measures(const struct call *call, const struct block *block, uint32_t index,
                         struct fault *fault)
{
    const struct vera_binding_parameter *parameter = parameter_of(call, index);
    int64_t size = resolve(call, parameter->size);
    int64_t align = resolve(call, parameter->align);
    if (size != block->size) {
        return refuse(call, index, position(call, parameter->size, index), fault,
                      "is a block of %" PRId64 " byte%s, not %" PRId64 " (allocated at line %zu)",
                      block->size, plural(block->size), size, block->allocated_line);
    }
    /* The test for a power of two is needed, too: 0, 3 and negative alignments are below
     * the module's minimum, but not valid. */
    return (is_power_of_two(align) && effective(call->callee, align) == block->align) ||
           refuse(call, index, position(call, parameter->align, index), fault,
                  "is a block aligned to %" PRId64 ", not %" PRId64 " (allocated at line %zu)",
                  block->align, align, block->allocated_line);
}

/* One call cannot free one block twice. */
static bool vet_once(const struct call *call, uint32_t index, struct fault *fault)
{
    for (uint32_t other = 0; other < index; other++) {
        if (parameter_of(call, other)->attributes & VERA_BINDING_CONSUMES &&
            address_of(call, other) == address_of(call, index)) {
            return refuse(call, index, call->at[index], fault, "is the same block as '%s'",
                          parameter_of(call, other)->name);
        }
    }
    return true;
}

static bool vet_consumes(const struct call *call, const struct blocks *blocks, uint32_t index,
                         struct fault *fault)
{
    uintptr_t address = address_of(call, index);
    const struct block *block = repl_blocks_find(blocks, address);
    return address == 0 ||
           (vet_start(call, block, index, fault) && vet_measures(call, block, index, fault) &&
            vet_once(call, index, fault));
}

static bool vet_argument(const struct call *call, const struct blocks *blocks, uint32_t index,
                         struct fault *fault)
{
    const struct vera_binding_parameter *parameter = parameter_of(call, index);
    uint32_t has = parameter->attributes;
    return (!(has & VERA_BINDING_CONSUMES) || vet_consumes(call, blocks, index, fault)) &&
           (!(has & VERA_BINDING_READS) ||
            vet_range(call, blocks, index, parameter->reads, "read", fault)) &&
           (!(has & VERA_BINDING_WRITES) ||
            vet_range(call, blocks, index, parameter->writes, "write", fault));
}

bool repl_vet_call(const struct call *call, const struct blocks *blocks, struct fault *fault)
{
    for (uint32_t index = 0; index < call->callee->description->count; index++) {
        if (!vet_argument(call, blocks, index, fault)) {
            return false;
        }
    }
    return true;
}

/* The blocks that the call consumes are freed, whatever it returned. */
static void mark_freed(const struct call *call, struct blocks *blocks)
{
    for (uint32_t index = 0; index < call->callee->description->count; index++) {
        struct block *block = NULL;
        if (parameter_of(call, index)->attributes & VERA_BINDING_CONSUMES) {
            block = repl_blocks_find(blocks, address_of(call, index));
        }
        if (block != NULL) {
            block->freed_by = call->callee;
            block->freed_line = call->line;
        }
    }
}

bool repl_vet_result(const struct call *call, const struct vera_binding_value *result,
                     struct blocks *blocks, size_t at, struct fault *fault)
{
    mark_freed(call, blocks);
    const struct vera_binding_parameter *promise = call->callee->description->result;
    if (!(promise->attributes & VERA_BINDING_OWNED) || result->as.ptr == NULL) {
        return true;
    }
    struct block block = {.address = (uintptr_t)result->as.ptr,
                          .size = resolve(call, promise->size),
                          .align = effective(call->callee, resolve(call, promise->align)),
                          .allocated_by = call->callee,
                          .allocated_line = call->line};
    char name[NAME_MAX_SHOWN];
    full_name(call->callee, name);
    if (block.address % (uintptr_t)block.align != 0) {
        return repl_fault_set(fault, at,
                              "%s contradicts its manifest: it returned 0x%" PRIxPTR
                              ", which is not aligned to %" PRId64,
                              name, block.address, block.align);
    }
    if (!repl_blocks_admit(blocks, block.address, block.size)) {
        return repl_fault_set(fault, at,
                              "%s contradicts its manifest: it returned 0x%" PRIxPTR
                              ", where no new block of %" PRId64 " byte%s can be",
                              name, block.address, block.size, plural(block.size));
    }
    repl_blocks_add(blocks, &block);
    return true;
}
