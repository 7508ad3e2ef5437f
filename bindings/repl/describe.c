/* Everything here is read off the binding's descriptions. */
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

/* An amount as the manifest states it: a parameter's name or a number. */
static void write_amount(FILE *stream, const struct callee *callee,
                         struct vera_binding_amount amount)
{
    if (amount.parameter >= 0) {
        fputs(callee->description->parameters[amount.parameter]->name, stream);
    } else {
        fprintf(stream, "%" PRId64, amount.number);
    }
}

/* One property on a line of its own, with the amount between its two halves. */
static void write_property(FILE *stream, const struct callee *callee, const char *before,
                           struct vera_binding_amount amount, const char *after)
{
    fprintf(stream, "      %s", before);
    write_amount(stream, callee, amount);
    fputs(after, stream);
}

static void write_block(FILE *stream, const struct callee *callee, const char *before,
                        const struct vera_binding_parameter *parameter)
{
    write_property(stream, callee, before, parameter->size, " bytes, aligned to ");
    write_amount(stream, callee, parameter->align);
    fputs("\n", stream);
}

static void write_attributes(FILE *stream, const struct callee *callee,
                             const struct vera_binding_parameter *parameter)
{
    uint32_t has = parameter->attributes;
    if (has & VERA_BINDING_READS) {
        write_property(stream, callee, "bytes read there: ", parameter->reads, "\n");
    }
    if (has & VERA_BINDING_WRITES) {
        write_property(stream, callee, "bytes written there: ", parameter->writes, "\n");
    }
    if (has & VERA_BINDING_NONNULL && parameter->nonnull.parameter < 0) {
        fputs("      not null\n", stream);
    } else if (has & VERA_BINDING_NONNULL) {
        write_property(stream, callee, "not null while ", parameter->nonnull, " is above 0\n");
    }
    if (has & VERA_BINDING_DISJOINT) {
        fprintf(stream, "      does not overlap %s, unless both start at one address\n",
                callee->description->parameters[parameter->disjoint]->name);
    }
    if (has & VERA_BINDING_CONSUMES) {
        write_block(stream, callee, "takes back, unless it is null, a block of ", parameter);
    }
    if (has & VERA_BINDING_OWNED) {
        write_block(stream, callee, "gives a block of ", parameter);
    }
    if (has & VERA_BINDING_NULLABLE) {
        fputs("      may be null\n", stream);
    }
}

static void write_origin(FILE *stream, const struct callee *callee)
{
    const struct vera_binding_description *description = callee->description;
    if (callee->builtin != NULL) {
        fputs("    a function of the session itself, not of a module\n", stream);
        return;
    }
    fprintf(stream, "    %s, in version %s", description->symbol, description->node);
    if (description->unavailable != NULL) {
        fprintf(stream, "\n    cannot be called: %s\n", description->unavailable);
        return;
    }
    bool by_node = description->resolution == VERA_BINDING_BY_NODE;
    fprintf(stream, ", found by %s\n", by_node ? "its name and version" : "its name alone");
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
    fprintf(stream, "%zu block%s of %" PRIu64 " byte%s in all\n", count, count == 1 ? "" : "s",
            bytes, bytes == 1 ? "" : "s");
}
