/* The prompt with libedit, through its native interface. Its readline interface would
 * need less code, but could end a line on Ctrl-C only with a jump out of a signal handler.
 * Here libedit reads characters through a function of ours, which a signal interrupts. */
#include "prompt.h"

#include "alloc.h"
#include "complete.h"
#include "history.h"
#include "system.h"

#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { HISTORY_MAX = 1000 };

const char repl_prompt_help[] =
    "XDG_STATE_HOME     the history is stored below it, in vera/history\n";

struct prompt {
    const struct session *session;
    FILE *out;
    EditLine *editor;
    History *history;
    char *path; /* of the history file; null if there is none */
};

static char *prompt_text(EditLine *editor)
{
    (void)editor;
    static char text[] = PROMPT_TEXT;
    return text;
}

static struct prompt *owner(EditLine *editor)
{
    void *data = NULL;
    el_get(editor, EL_CLIENTDATA, &data);
    return data;
}

/* Adapts to a new size of the terminal. After a suspension the terminal is still in the
 * mode that the shell set, and the line must be drawn again. */
static void adapt(EditLine *editor)
{
    el_resize(editor);
    if (repl_system_resumed()) {
        el_set(editor, EL_PREP_TERM, 0);
        el_set(editor, EL_PREP_TERM, 1);
        el_set(editor, EL_REFRESH);
    }
}

/* Reads one character. Bytes that are not valid in the locale's encoding are skipped. */
static int read_character(EditLine *editor, wchar_t *character)
{
    mbstate_t state = {0};
    for (;;) {
        char byte;
        int count = repl_system_read(&byte);
        if (count < 0 && errno == EINTR && !repl_system_interrupted()) {
            adapt(editor);
            continue;
        }
        if (count != 1) {
            return count;
        }
        size_t length = mbrtowc(character, &byte, 1, &state);
        if (length == 0 || length == 1) {
            return 1;
        }
        if (length == (size_t)-1) {
            memset(&state, 0, sizeof state);
        }
    }
}

static void list(struct prompt *prompt, const struct completion *completion)
{
    fputs("\n", prompt->out);
    for (size_t index = 0; index < completion->count; index++) {
        fprintf(prompt->out, "%s%s", index > 0 ? "  " : "", completion->words[index]);
    }
    fputs("\n", prompt->out);
}

static unsigned char complete(EditLine *editor, int key)
{
    (void)key;
    struct prompt *prompt = owner(editor);
    const LineInfo *info = el_line(editor);
    struct text before = {info->buffer, (size_t)(info->cursor - info->buffer)};
    struct completion completion;
    repl_complete_word(prompt->session, before, &completion);
    unsigned char result = CC_ERROR;
    if (completion.common > completion.typed) {
        char *rest = repl_alloc_copy(completion.words[0] + completion.typed,
                                     completion.common - completion.typed);
        result = el_insertstr(editor, rest) == 0 ? CC_REFRESH : CC_ERROR;
        free(rest);
    } else if (completion.count > 1) {
        list(prompt, &completion);
        result = CC_REDISPLAY;
    }
    repl_complete_release(&completion);
    return result;
}

static void open_history(struct prompt *prompt)
{
    HistEvent event;
    prompt->history = history_init();
    if (prompt->history == NULL) {
        return;
    }
    history(prompt->history, &event, H_SETSIZE, HISTORY_MAX);
    history(prompt->history, &event, H_SETUNIQUE, 1);
    prompt->path = repl_history_path();
    if (prompt->path != NULL) {
        history(prompt->history, &event, H_LOAD, prompt->path);
    }
    el_set(prompt->editor, EL_HIST, history, prompt->history);
}

/* Saves the history after each line, not at the end, because a module may crash the
 * process. Errors are ignored. */
static void remember(const struct prompt *prompt, const char *text)
{
    HistEvent event;
    if (prompt->history == NULL || strspn(text, " \t\n") == strlen(text)) {
        return;
    }
    history(prompt->history, &event, H_ENTER, text);
    if (prompt->path != NULL) {
        history(prompt->history, &event, H_SAVE, prompt->path);
    }
}

/* libedit decodes characters according to the locale. The language is UTF-8, so the C
 * locale, which an empty environment selects, is replaced by a UTF-8 one. On macOS only
 * the second name exists. */
static void choose_locale(void)
{
    if ((setlocale(LC_CTYPE, "") == NULL || MB_CUR_MAX == 1) &&
        setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
        setlocale(LC_CTYPE, "UTF-8");
    }
}

struct prompt *repl_prompt_open(const struct session *session)
{
    choose_locale();
    struct prompt *prompt = repl_alloc_zeroed(1, sizeof *prompt);
    prompt->session = session;
    prompt->out = repl_system_is_terminal(stdout) ? stdout : stderr;
    prompt->editor = el_init("vera-repl", stdin, prompt->out, stderr);
    if (prompt->editor == NULL) {
        free(prompt);
        return NULL;
    }
    el_set(prompt->editor, EL_CLIENTDATA, prompt);
    el_set(prompt->editor, EL_PROMPT, prompt_text);
    el_set(prompt->editor, EL_EDITOR, "emacs");
    el_set(prompt->editor, EL_GETCFN, read_character);
    el_set(prompt->editor, EL_ADDFN, "vera-complete", "Complete the word", complete);
    el_set(prompt->editor, EL_BIND, "^I", "vera-complete", NULL);
    el_set(prompt->editor, EL_BIND, "^R", "em-inc-search-prev", NULL);
    open_history(prompt);
    return prompt;
}

enum line_status repl_prompt_read(struct prompt *prompt, struct line *line)
{
    int count = 0;
    repl_system_watch();
    /* el_gets would do this only after it printed the prompt, when a person may already
     * be typing. */
    el_set(prompt->editor, EL_PREP_TERM, 1);
    const char *text = el_gets(prompt->editor, &count);
    repl_system_unwatch();
    if (text == NULL) {
        fputc('\n', prompt->out);
        return count < 0 && repl_system_interrupted() ? LINE_INTERRUPTED
               : count < 0                            ? LINE_FAILED
                                                      : LINE_END;
    }
    remember(prompt, text);
    line->length = 0;
    for (int index = 0; index < count && text[index] != '\n'; index++) {
        repl_line_append(line, text[index]);
    }
    return LINE_READ;
}

void repl_prompt_close(struct prompt *prompt)
{
    if (prompt->history != NULL) {
        history_end(prompt->history);
    }
    el_end(prompt->editor);
    free(prompt->path);
    free(prompt);
}
