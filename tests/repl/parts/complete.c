/* Completion, in a session that has the built-in functions and two names. What Tab does
 * with the words is tested in tests/repl/terminal.py. */
#include "complete.h"

#include "parts.h"
#include "repl/capture.h"

#include <stdlib.h>
#include <string.h>

static struct session session;

static void set_up(void)
{
    struct vera_binding_value value = {.type = VERA_BINDING_BOOL, .as.boolean = true};
    repl_session_open(&session, stdout);
    repl_session_bind(&session, (struct text){"bytes", 5}, &value);
    repl_session_bind(&session, (struct text){"table", 5}, &value);
}

static void tear_down(void)
{
    repl_session_close(&session);
}

/* Completes the end of `before`. `words` are the expected words, each after a space, and
 * `added` is what all of them add to the typed one. */
static void expect_words(const char *before, const char *words, const char *added)
{
    struct completion completion;
    repl_complete_word(&session, (struct text){before, strlen(before)}, &completion);
    FILE *stream = capture_begin();
    for (size_t i = 0; i < completion.count; i++) {
        fprintf(stream, " %s", completion.words[i]);
    }
    char *bytes = capture_end(stream);
    ck_assert_str_eq(bytes, words);
    free(bytes);
    if (completion.count > 0) {
        ck_assert_uint_eq(completion.common - completion.typed, strlen(added));
        ck_assert_mem_eq(completion.words[0] + completion.typed, added, strlen(added));
    }
    repl_complete_release(&completion);
}

START_TEST(words_of_every_kind_are_found)
{
    expect_words("", " assert byte bytes equal false import let null session. table true", "");
    expect_words("t", " table true", "");
    expect_words("let x = by", " byte bytes", "te");
    expect_words("bytes", " bytes", "");
    expect_words("byte(ta", " table", "ble");
    expect_words("x", "", "");
}
END_TEST

START_TEST(a_module_completes_to_its_functions)
{
    expect_words("sess", " session.", "ion.");
    expect_words("1 + session.", " session.byte session.equal", "");
    expect_words("session.e", " session.equal", "qual");
    expect_words("other.e", "", "");
}
END_TEST

START_TEST(a_colon_completes_to_commands)
{
    expect_words(":", " :blocks :describe :dump :functions :help :quit", "");
    expect_words(":d", " :describe :dump", "");
    expect_words("  :f", " :functions", "unctions");
    expect_words(":describe eq", " equal", "ual");
}
END_TEST

TCase *complete_cases(void)
{
    TCase *cases = tcase_create("complete");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, words_of_every_kind_are_found);
    tcase_add_test(cases, a_module_completes_to_its_functions);
    tcase_add_test(cases, a_colon_completes_to_commands);
    return cases;
}
