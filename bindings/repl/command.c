/* The table of commands, which :help, completion and the check of operands all
 * read; the text of :help; and the code of each command. */
#include "command.h"

#include "describe.h"
#include "evaluate.h"
#include "typecheck.h"
#include "vet.h"

#include <inttypes.h>
#include <string.h>

struct request {
    struct session *session;
    struct expr *first; /* operands */
    size_t at;          /* of the command's name */
    size_t line;
    struct fault *fault;
};

struct command {
    const char *name;
    const char *operands; /* as :help shows them */
    const char *purpose;
    size_t least; /* operands */
    size_t most;
    enum outcome (*run)(const struct request *request);
};

static enum outcome run_blocks(const struct request *request);
static enum outcome run_describe(const struct request *request);
static enum outcome run_dump(const struct request *request);
static enum outcome run_functions(const struct request *request);
static enum outcome run_help(const struct request *request);
static enum outcome run_quit(const struct request *request);

static const struct command commands[] = {
    {"blocks", "", "lists the blocks that are not freed yet", 0, 0, run_blocks},
    {"describe", "NAME", "shows what a function needs, does and returns", 1, 1, run_describe},
    {"dump", "POINTER [COUNT]", "shows bytes in hexadecimal and as text", 1, 2, run_dump},
    {"functions", "", "lists the functions that can be called", 0, 0, run_functions},
    {"help", "", "shows this text", 0, 0, run_help},
    {"quit", "", "ends the session; so does Ctrl-D", 0, 0, run_quit},
};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static const char language[] =
    "vera-repl calls the functions of VERA modules, which it opens through their\n"
    "manifests. It is a small host, not VERA's interpreter: you cannot define functions\n"
    "or types in it, and it has no loops.\n"
    "\n"
    "Statements, one a line. A comment starts with //.\n"
    "  import \"vera:memory\"     opens a module by name, or by the path of its manifest\n"
    "  let p = allocate(16)     defines a name, or redefines it\n"
    "  p = p + 8                gives a name another value of the same type\n"
    "  memory.free(p, 16)       calls a function; 'memory.' may be omitted if no other\n"
    "                           imported module has a function free\n"
    "  p - null                 prints the value and the type of an expression\n"
    "  assert byte(p) == 0xFF   is an error if the condition is false\n"
    "\n"
    "Integers (42, -1, 0x2A) are i64 and reals (2.5, 1e9) are f64, unless another type\n"
    "is expected, for example by a function. Hexadecimal digits are bits: where an i8 is\n"
    "expected, 0xFF is -1. An integer converts to any integer type that can hold it,\n"
    "and a real from f32 to f64 and back. The other literals are true, false and null.\n"
    "\n"
    "Operators:\n"
    "  + - * / %                on integers, computed as i64; overflow is an error\n"
    "  + - * /                  on reals, computed as f64\n"
    "  == != < <= > >=          on integers and on reals\n"
    "  == !=                    on bool and on ptr\n"
    "  ptr + i64, ptr - i64, ptr - ptr\n"
    "\n"
    "Before each call, vera-repl checks what the function would read, write and free\n"
    "against the blocks that this session allocated. It refuses a call that would do\n"
    "harm. No other memory can be read.\n"
    "\n"
    "Built-in functions:\n"
    "  byte(p)                  the byte at p, from 0 to 255\n"
    "  equal(p, q, count)       whether the count bytes at p and at q are equal\n"
    "\n"
    "Commands:\n";

static enum outcome run_help(const struct request *request)
{
    FILE *out = request->session->out;
    fputs(language, out);
    for (size_t index = 0; index < COMMAND_COUNT; index++) {
        const struct command *command = &commands[index];
        int room = 23 - (int)strlen(command->name);
        fprintf(out, "  :%s %-*s%s\n", command->name, room, command->operands, command->purpose);
    }
    return OUTCOME_DONE;
}

static enum outcome run_blocks(const struct request *request)
{
    repl_describe_blocks(request->session->out, &request->session->blocks, "no blocks\n");
    return OUTCOME_DONE;
}

static enum outcome run_functions(const struct request *request)
{
    const struct session *session = request->session;
    for (size_t index = 0; index < session->callee_count; index++) {
        const struct callee *callee = session->callees[index];
        fprintf(session->out, "%s.", callee->module);
        repl_describe_signature(session->out, callee);
        fputs(callee->description->unavailable != NULL ? "  (cannot be called)\n" : "\n",
              session->out);
    }
    return OUTCOME_DONE;
}

static enum outcome run_describe(const struct request *request)
{
    const struct expr *name = request->first;
    if (name->kind != EXPR_NAME) {
        repl_fault_set(request->fault, name->at, "expected a function name");
        return OUTCOME_FAULT;
    }
    const struct callee *callee = repl_typecheck_callee(request->session, name, request->fault);
    if (callee == NULL) {
        return OUTCOME_FAULT;
    }
    repl_describe_callee(request->session->out, callee);
    return OUTCOME_DONE;
}

static enum outcome run_quit(const struct request *request)
{
    (void)request;
    return OUTCOME_QUIT;
}

enum {
    DUMP_ROW = 16,
    DUMP_DEFAULT = 256 /* bytes at most when no count is given */
};

/* Writes the next DUMP_ROW bytes, or the `left` remaining ones. */
static void write_row(FILE *out, const unsigned char *bytes, int64_t offset, int64_t left)
{
    int64_t count = left < DUMP_ROW ? left : DUMP_ROW;
    fprintf(out, "%04" PRIx64 " ", (uint64_t)offset);
    for (int64_t index = 0; index < count; index++) {
        fprintf(out, " %02x", bytes[index]);
    }
    fprintf(out, "%*s  |", (int)(DUMP_ROW - count) * 3, "");
    for (int64_t index = 0; index < count; index++) {
        bool printable = bytes[index] >= 0x20 && bytes[index] < 0x7F;
        fputc(printable ? bytes[index] : '.', out);
    }
    fputs("|\n", out);
}

/* The number of bytes from `address` to the end of its block, up to DUMP_DEFAULT.
 * At least 1, so that repl_vet_range refuses an address outside all blocks. */
static int64_t default_count(const struct blocks *blocks, uintptr_t address)
{
    const struct block *block = repl_blocks_find(blocks, address);
    int64_t left = block != NULL ? block->size - (int64_t)(address - block->address) : 0;
    return left <= 0 ? 1 : left < DUMP_DEFAULT ? left : DUMP_DEFAULT;
}

/* Sets the requested range. Checks both operands before it evaluates either. */
static bool evaluate_range(const struct request *request, struct range *range)
{
    struct session *session = request->session;
    struct expr *first = request->first;
    struct expr *second = first->next;
    struct vera_binding_value pointer;
    struct vera_binding_value count;
    if (!repl_typecheck_expression(session, first, VERA_BINDING_PTR, request->fault) ||
        (second != NULL &&
         !repl_typecheck_expression(session, second, VERA_BINDING_I64, request->fault)) ||
        !repl_evaluate_expression(session, request->line, first, VERA_BINDING_PTR, &pointer,
                                  request->fault)) {
        return false;
    }
    range->address = (uintptr_t)pointer.as.ptr;
    if (second == NULL) {
        range->count = default_count(&session->blocks, range->address);
        return true;
    }
    if (!repl_evaluate_expression(session, request->line, second, VERA_BINDING_I64, &count,
                                  request->fault)) {
        return false;
    }
    range->count = count.as.i64;
    return range->count >= 0 ||
           repl_fault_set(request->fault, second->at,
                          ":dump: 'COUNT' is %" PRId64 " but must not be negative", range->count);
}

static enum outcome run_dump(const struct request *request)
{
    struct range range = {.actor = ":dump", .verb = "read", .name = "POINTER"};
    if (!evaluate_range(request, &range) ||
        !repl_vet_range(&request->session->blocks, &range, request->first->at, request->fault)) {
        return OUTCOME_FAULT;
    }
    const unsigned char *bytes = (const unsigned char *)range.address;
    for (int64_t offset = 0; offset < range.count; offset += DUMP_ROW) {
        write_row(request->session->out, bytes + offset, offset, range.count - offset);
    }
    return OUTCOME_DONE;
}

static const struct command *find(struct text name)
{
    for (size_t index = 0; index < COMMAND_COUNT; index++) {
        if (repl_text_equal(name, commands[index].name)) {
            return &commands[index];
        }
    }
    return NULL;
}

static bool check_operands(const struct command *command, const struct request *request)
{
    size_t count = 0;
    const struct expr *operand = request->first;
    for (; operand != NULL && count < command->most; operand = operand->next) {
        count++;
    }
    bool accepted = count >= command->least && operand == NULL;
    return accepted || repl_fault_set(request->fault, operand != NULL ? operand->at : request->at,
                                      "expected :%s%s%s", command->name,
                                      command->most > 0 ? " " : "", command->operands);
}

enum outcome repl_command_run(struct session *session, const struct statement *statement,
                              size_t line, struct fault *fault)
{
    const struct command *command = find(statement->name);
    struct request request = {session, statement->value, statement->name_at, line, fault};
    if (command == NULL) {
        repl_fault_set(fault, statement->name_at,
                       "unknown command ':%.*s'; :help lists the commands",
                       repl_text_shown(statement->name), statement->name.start);
        return OUTCOME_FAULT;
    }
    return check_operands(command, &request) ? command->run(&request) : OUTCOME_FAULT;
}

const char *repl_command_name(size_t index)
{
    return index < COMMAND_COUNT ? commands[index].name : NULL;
}
