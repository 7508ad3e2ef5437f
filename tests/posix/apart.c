/* Check forks for each test. */
#include "apart.h"

#include <stdlib.h>

/* Long enough that only a test that hangs runs out of time, however busy the machine. */
void apart_begin(char **arguments)
{
    (void)arguments;
    setenv("CK_DEFAULT_TIMEOUT", "300", 0);
}

void apart_add(TCase *to, const TTest *test, int from, int end)
{
    tcase_add_loop_test(to, test, from, end);
}

FILE *apart_run(SRunner *runner)
{
    FILE *tap = tmpfile();
    if (tap != NULL) {
        char name[32];
        snprintf(name, sizeof name, "/dev/fd/%d", fileno(tap)); /* Check needs a name */
        srunner_set_tap(runner, name);
        srunner_run_all(runner, CK_SILENT);
        rewind(tap);
    }
    return tap;
}

void apart_silence(void)
{
    ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
}
