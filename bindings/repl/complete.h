/* Finds the words that complete a half-typed one. The prompt with libedit asks for
 * them when Tab is pressed, and inserts or lists them. */
#ifndef VERA_REPL_COMPLETE_H
#define VERA_REPL_COMPLETE_H

#include "session.h"

struct completion {
    char **words; /* all that start with the typed word; sorted, without duplicates */
    size_t count;
    size_t capacity;
    size_t typed;  /* length of the typed word in bytes */
    size_t common; /* length of the longest common prefix of `words` in bytes */
};

/* Completes the word at the end of `before`, the line up to the cursor. */
void repl_complete_word(const struct session *session, struct text before,
                        struct completion *completion);

void repl_complete_release(struct completion *completion);

#endif
