/* Windows has no fork, so Check would run all tests in one process, and the first abort
 * would end it. So each test is replaced by a stand-in, which starts this program again with
 * the test's number among all that suite() adds. That process runs only this test.
 *
 * A checked fixture runs in both processes.
 */
#include "apart.h"

#include "windows/process.h"
#include "windows/scratch.h"

#include <fcntl.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>

#define ONLY "--test"

static int only = -1; /* the number of the one test that this process runs; -1: all */
static int added;

/* TAP lines end in LF, without CR. */
void apart_begin(char **arguments)
{
    _setmode(_fileno(stdout), _O_BINARY);
    process_end_quietly();
    if (arguments[1] != NULL && arguments[2] != NULL && strcmp(arguments[1], ONLY) == 0) {
        only = atoi(arguments[2]);
    }
}

static double setting(const char *name, double otherwise)
{
    const char *text = getenv(name);
    return text != NULL ? strtod(text, NULL) : otherwise;
}

/* The timeout of a test: Check's variables, and the default of other systems. */
static unsigned seconds(void)
{
    return (unsigned)(setting("CK_DEFAULT_TIMEOUT", 300.0) * setting("CK_TIMEOUT_MULTIPLIER", 1.0));
}

/* Asserts only on failure, so that Check reports the file of the test, not this one. */
static void run_apart(int number)
{
    char words[32];
    struct process_end end;
    snprintf(words, sizeof words, ONLY " %d", number);
    fflush(stdout);
    if (!process_run(words, NULL, NULL, seconds(), &end)) {
        ck_abort_msg("cannot start the test: error %lu", GetLastError());
    } else if (end.hung) {
        ck_abort_msg("Test timeout expired");
    } else if (end.status == EXIT_FAILURE) {
        ck_abort_msg("failed; see the message above");
    } else if (end.status != EXIT_SUCCESS) {
        ck_abort_msg("the process ended with status 0x%lx", end.status);
    }
}

/* Never freed: Check keeps the pointer. */
static const TTest *make_stand_in(const TTest *test)
{
    TTest *stand_in = malloc(sizeof *stand_in);
    if (stand_in == NULL) {
        fprintf(stderr, "no memory for a test: %s\n", test->name);
        exit(EXIT_FAILURE);
    }
    *stand_in = (TTest){test->name, run_apart, test->file, test->line};
    return stand_in;
}

void apart_add(TCase *to, const TTest *test, int from, int end)
{
    int first = added;
    added += end - from;
    if (only < 0) {
        tcase_add_loop_test(to, make_stand_in(test), first, added);
    } else if (first <= only && only < added) {
        int index = from + only - first;
        tcase_add_loop_test(to, test, index, index + 1);
    }
}

/* Prints the failures here: the parent process gets nothing but the exit status. */
static int run_only(SRunner *runner)
{
    srunner_run_all(runner, CK_SILENT);
    TestResult **failures = srunner_failures(runner);
    int failed = srunner_ntests_failed(runner);
    for (int i = 0; i < failed; i++) {
        printf("# %s:%d: %s\n", tr_lfile(failures[i]), tr_lno(failures[i]), tr_msg(failures[i]));
    }
    return srunner_ntests_run(runner) == 1 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

FILE *apart_run(SRunner *runner)
{
    if (only >= 0) {
        exit(run_only(runner));
    }
    char folder[MAX_PATH + 1];
    char name[MAX_PATH];
    if (!scratch_begin() || GetTempPathA(sizeof folder, folder) == 0 ||
        GetTempFileNameA(folder, "tap", 0, name) == 0) {
        return NULL;
    }
    srunner_set_tap(runner, name);
    srunner_run_all(runner, CK_SILENT);
    return fopen(name, "r");
}

/* The library writes to the system's handle, not to the C library's stream. */
void apart_silence(void)
{
    HANDLE none = CreateFileA("NUL", GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    ck_assert(none != INVALID_HANDLE_VALUE && SetStdHandle(STD_ERROR_HANDLE, none));
    ck_assert_ptr_nonnull(freopen("NUL", "w", stderr));
}
