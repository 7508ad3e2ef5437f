/* All of this text is derived from the descriptions that the binding makes from a
 * manifest. No function of any module is named here. */
#include "describe.h"

#include <inttypes.h>

void repl_describe_signature(FILE *stream, const struct callee *callee)
{
    const struct vera_binding_description *description = callee->description;
    fprintf(stream, "%s(", description->name);
    for (uint32_t index = 0; index < description->count; index++) {
        const struct vera_binding_parameter *parameter = description->parameters[index];
        fprintf(stream, "%s%s: %s", index > 0 ? ", " : "", parameter->name, parameter->type_name);
    }
    fputs(")", stream);
    if (description->result->type != VERA_BINDING_VOID) {
        fprintf(stream, " -> %s", description->result->type_name);
    }
}

/* Writes an amount as the manifest states it: a parameter's name or a number. */
static void write_amount(FILE *stream, const struct callee *callee,
                         struct vera_binding_amount amount)
{
    if (amount.parameter >= 0) {
        fputs(callee->description->parameters[amount.parameter]->name, stream);
    } else {
        fprintf(stream, "%" PRId64, amount.number);
    }
}

/* Starts a line with "reads 1 byte" or the like. */
static void write_bytes(FILE *stream, const struct callee *callee, const char *verb,
                        struct vera_binding_amount amount)
{
    bool one = amount.parameter < 0 && amount.number == 1;
    fprintf(stream, "      %s ", verb);
    write_amount(stream, callee, amount);
    fputs(one ? " byte" : " bytes", stream);
}

static void write_block(FILE *stream, const struct callee *callee, const char *what,
                        const struct vera_binding_parameter *parameter)
{
    write_bytes(stream, callee, what, parameter->size);
    fputs(", aligned to ", stream);
    write_amount(stream, callee, parameter->align);
}

static void write_nonnull(FILE *stream, const struct callee *callee,
                          struct vera_binding_amount amount)
{
    fputs("      must not be null", stream);
    if (amount.parameter >= 0) {
        fputs(" if ", stream);
        write_amount(stream, callee, amount);
        fputs(" is above 0", stream);
    }
    fputs("\n", stream);
}

static void write_attributes(FILE *stream, const struct callee *callee,
                             const struct vera_binding_parameter *parameter)
{
    uint32_t has = parameter->attributes;
    if (has & VERA_BINDING_READS) {
        write_bytes(stream, callee, "reads", parameter->reads);
        fputs(" there\n", stream);
    }
    if (has & VERA_BINDING_WRITES) {
        write_bytes(stream, callee, "writes", parameter->writes);
        fputs(" there\n", stream);
    }
    if (has & VERA_BINDING_NONNULL) {
        write_nonnull(stream, callee, parameter->nonnull);
    }
    if (has & VERA_BINDING_DISJOINT) {
        fprintf(stream, "      must not overlap %s, unless both start at the same address\n",
                callee->description->parameters[parameter->disjoint]->name);
    }
    if (has & VERA_BINDING_CONSUMES) {
        write_block(stream, callee, "frees this block of", parameter);
        fputs(", unless it is null\n", stream);
    }
    if (has & VERA_BINDING_OWNED) {
        write_block(stream, callee, "is a new block of", parameter);
        fputs("\n", stream);
    }
    if (has & VERA_BINDING_NULLABLE) {
        fputs("      may be null\n", stream);
    }
}

static void write_origin(FILE *stream, const struct callee *callee)
{
    const struct vera_binding_description *description = callee->description;
    if (callee->builtin != NULL) {
        fputs("    built into vera-repl, not part of a module\n", stream);
        return;
    }
    fprintf(stream, "    symbol %s, version %s", description->symbol, description->node);
    if (description->unavailable != NULL) {
        fprintf(stream, "\n    cannot be called: %s\n", description->unavailable);
        return;
    }
    bool by_node = description->resolution == VERA_BINDING_BY_NODE;
    fprintf(stream, ", found by %s\n", by_node ? "name and version" : "name only");
}

void repl_describe_callee(FILE *stream, const struct callee *callee)
{
    const struct vera_binding_description *description = callee->description;
    fprintf(stream, "%s.", callee->module);
    repl_describe_signature(stream, callee);
    fputs("\n", stream);
    for (uint32_t index = 0; index < description->count; index++) {
        const struct vera_binding_parameter *parameter = description->parameters[index];
        if (parameter->attributes != 0) {
            fprintf(stream, "    %s\n", parameter->name);
            write_attributes(stream, callee, parameter);
        }
    }
    if (description->result->attributes != 0) {
        fputs("    the result\n", stream);
        write_attributes(stream, callee, description->result);
    }
    write_origin(stream, callee);
}

void repl_describe_blocks(FILE *stream, const struct blocks *blocks, const char *none)
{
    size_t count = 0;
    uint64_t bytes = 0;
    for (size_t index = 0; index < blocks->count; index++) {
        const struct block *block = &blocks->list[index];
        if (block->freed_by == NULL) {
            count++;
            bytes += (uint64_t)block->size;
            fprintf(stream,
                    "0x%" PRIxPTR "  %" PRId64 " bytes, aligned to %" PRId64
                    ", from %s.%s at line %zu\n",
                    block->address, block->size, block->align, block->allocated_by->module,
                    block->allocated_by->description->name, block->allocated_line);
        }
    }
    if (count == 0) {
        fputs(none, stream);
        return;
    }
    fprintf(stream, "%zu block%s, %" PRIu64 " byte%s in total\n", count, count == 1 ? "" : "s",
            bytes, bytes == 1 ? "" : "s");
}
