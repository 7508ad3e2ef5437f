/* Runs lines in a session that has vera:memory and vera:sample open, and checks what they
 * print or why they are refused. The test files in this folder each cover one subject. */
#ifndef VERA_TESTS_LINES_H
#define VERA_TESTS_LINES_H

#include "run.h"

/* Fixtures. In every session p is a block of 16 bytes, all 7, allocated at line 3. At the
 * end p must still be that block, and the only one: refused lines change nothing. */
void set_up(void);
void tear_down(void);

/* Runs a line, which must print `output`. */
void run(const char *line, const char *output);

/* Runs a line, whose output must start with `beginning` and end with `end`. */
void run_like(const char *line, const char *beginning, const char *end);

/* Runs a line, which must print nothing and be refused at `column`, from 1, with
 * `sentence`. */
void refuse(const char *line, size_t column, const char *sentence);

/* The same, but the sentence need only start with `beginning`. */
void refuse_like(const char *line, size_t column, const char *beginning);

TCase *command_cases(void);
TCase *arithmetic_cases(void);
TCase *misuse_cases(void);
TCase *module_cases(void);
TCase *name_cases(void);
TCase *type_cases(void);

#endif
