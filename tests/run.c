/* Runs the suite that a test program defines, and reports in TAP. */
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SKIPS 32

/* Check has no result for a skipped test, so these are reported after its own. */
static struct {
    const char *name;
    const char *reason;
} skips[SKIPS];
static size_t skips_count;

char **run_arguments;

size_t scaled(size_t count)
{
    const char *text = getenv("VERA_TEST_SCALE");
    double scale = text != NULL ? strtod(text, NULL) : 1.0;
    double product = (double)count * (scale > 0.0 ? scale : 1.0);
    return product < 1.0 ? 1 : (size_t)product;
}

TCase *slow_cases(const char *name, double seconds)
{
    TCase *all = tcase_create(name);
    tcase_set_tags(all, "slow");
    tcase_set_timeout(all, seconds);
    return all;
}

bool is_emulated(void)
{
    const char *emulator = getenv("VERA_TEST_EMULATOR");
    return emulator != NULL && *emulator != '\0';
}

void skip_suite(const char *reason)
{
    printf("1..0 # SKIP %s\n", reason);
    exit(EXIT_SUCCESS);
}

void skip_test(const char *name, const char *reason)
{
    if (skips_count == SKIPS) {
        fprintf(stderr, "too many skipped tests: %s\n", name);
        exit(EXIT_FAILURE);
    }
    skips[skips_count].name = name;
    skips[skips_count++].reason = reason;
}

/* Prints Check's report, with the skips before the plan, which comes last. */
static void report(FILE *tap, size_t tests)
{
    char line[4096];
    while (fgets(line, sizeof line, tap) != NULL) {
        if (strncmp(line, "1..", 3) != 0) {
            fputs(line, stdout);
        }
    }
    for (size_t i = 0; i < skips_count; i++) {
        printf("ok %zu - %s # SKIP %s\n", ++tests, skips[i].name, skips[i].reason);
    }
    printf("1..%zu\n", tests);
}

int main(int count, char **words)
{
    (void)count;
    run_arguments = words;
    apart_begin(words);
    SRunner *runner = srunner_create(suite());
    FILE *tap = apart_run(runner);
    if (tap == NULL) {
        perror("cannot make a file for the report");
        return EXIT_FAILURE;
    }
    int run = srunner_ntests_run(runner);
    report(tap, (size_t)run);
    fclose(tap);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return run > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
