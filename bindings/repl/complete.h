/* What a half-typed word may become. */
#ifndef VERA_REPL_COMPLETE_H
#define VERA_REPL_COMPLETE_H

#include "session.h"

struct completion {
    char **words; /* every word that begins as the typed one, sorted, none twice */
    size_t count;
    size_t capacity;
    size_t typed;  /* bytes of the word that are there already */
    size_t common; /* bytes with which all the words begin */
};

/* Completes the word at the end of `before`, the line up to the cursor. */
void repl_complete_word(const struct session *session, struct text before,
                        struct completion *completion);

void repl_complete_release(struct completion *completion);

#endif
