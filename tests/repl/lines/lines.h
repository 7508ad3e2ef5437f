/* A session with vera:memory and vera:sample open, which runs line by line. */
#ifndef VERA_TESTS_LINES_H
#define VERA_TESTS_LINES_H

#include "run.h"

/* Fixtures. Names in every session: p, a block of 16 bytes that all hold 7,
 * allocated at line 3. When it ends, p must still be that block, and the only
 * one: a refused line has not changed anything. */
void set_up(void);
void tear_down(void);

/* Runs a line, which is to print `output`. */
void run(const char *line, const char *output);

/* Runs a line, which is to print what begins and ends so. */
void run_like(const char *line, const char *beginning, const char *end);

/* Runs a line, which is to be refused at `column`, from 1, with that sentence,
 * and to print nothing. */
void refuse(const char *line, size_t column, const char *sentence);

/* The same, of a sentence that only begins so. */
void refuse_like(const char *line, size_t column, const char *beginning);

TCase *command_cases(void);
TCase *arithmetic_cases(void);
TCase *misuse_cases(void);
TCase *module_cases(void);
TCase *name_cases(void);
TCase *type_cases(void);

#endif
