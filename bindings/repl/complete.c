/* A word that starts with ':' is a command, and one that contains '.' is the full
 * name of a function. Any other may be a name, a function, a module or a reserved
 * word. Nothing here depends on the terminal. */
#include "complete.h"

#include "alloc.h"
#include "command.h"
#include "parse.h"

#include <stdlib.h>
#include <string.h>

struct search {
    struct text typed;
    struct completion *completion;
};

/* Concatenates three strings, and adds the result if it starts with the typed word. */
static void offer(const struct search *search, const char *one, const char *two, const char *three)
{
    struct completion *completion = search->completion;
    size_t room = strlen(one) + strlen(two) + strlen(three) + 1;
    char *word = repl_alloc_zeroed(room, 1);
    snprintf(word, room, "%s%s%s", one, two, three);
    if (strncmp(word, search->typed.start, search->typed.length) != 0) {
        free(word);
        return;
    }
    completion->words = repl_alloc_grow(completion->words, completion->count, sizeof(char *),
                                        &completion->capacity);
    completion->words[completion->count++] = word;
}

static void offer_commands(const struct search *search)
{
    for (size_t index = 0; repl_command_name(index) != NULL; index++) {
        offer(search, ":", repl_command_name(index), "");
    }
}

static void offer_members(const struct session *session, const struct search *search)
{
    for (size_t index = 0; index < session->callee_count; index++) {
        const struct callee *callee = session->callees[index];
        offer(search, callee->module, ".", callee->description->name);
    }
}

static void offer_words(const struct session *session, const struct search *search)
{
    for (size_t index = 0; repl_parse_reserved(index) != NULL; index++) {
        offer(search, repl_parse_reserved(index), "", "");
    }
    for (size_t index = 0; index < session->name_count; index++) {
        offer(search, session->names[index].text, "", "");
    }
    for (size_t index = 0; index < session->callee_count; index++) {
        offer(search, session->callees[index]->description->name, "", "");
        offer(search, session->callees[index]->module, ".", "");
    }
}

static int compare(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void sort_unique(struct completion *completion)
{
    size_t kept = 0;
    if (completion->count > 0) {
        qsort(completion->words, completion->count, sizeof(char *), compare);
    }
    for (size_t index = 0; index < completion->count; index++) {
        char *word = completion->words[index];
        if (kept > 0 && strcmp(completion->words[kept - 1], word) == 0) {
            free(word);
        } else {
            completion->words[kept++] = word;
        }
    }
    completion->count = kept;
}

/* In sorted words, what the first and the last have in common all have. */
static size_t common_length(const struct completion *completion)
{
    const char *first = completion->words[0];
    const char *last = completion->words[completion->count - 1];
    size_t length = 0;
    while (first[length] != '\0' && first[length] == last[length]) {
        length++;
    }
    return length;
}

/* The word at the end: letters, digits, '_' and '.', and a ':' in front of them. */
static struct text last_word(struct text before)
{
    size_t start = before.length;
    while (start > 0 &&
           (repl_token_is_word(before.start[start - 1]) || before.start[start - 1] == '.')) {
        start--;
    }
    start -= start > 0 && before.start[start - 1] == ':';
    return (struct text){before.start + start, before.length - start};
}

void repl_complete_word(const struct session *session, struct text before,
                        struct completion *completion)
{
    struct text typed = last_word(before);
    struct search search = {typed, completion};
    *completion = (struct completion){.typed = typed.length};
    if (typed.length > 0 && typed.start[0] == ':') {
        offer_commands(&search);
    } else if (typed.length > 0 && memchr(typed.start, '.', typed.length) != NULL) {
        offer_members(session, &search);
    } else {
        offer_words(session, &search);
    }
    sort_unique(completion);
    completion->common = completion->count > 0 ? common_length(completion) : 0;
}

void repl_complete_release(struct completion *completion)
{
    for (size_t index = 0; index < completion->count; index++) {
        free(completion->words[index]);
    }
    free(completion->words);
}
