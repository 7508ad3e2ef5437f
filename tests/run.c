/* Runs the suite that a test program defines, and reports in TAP. */
#include "run.h"

#include <stdlib.h>

size_t scaled(size_t count)
{
    const char *text = getenv("VERA_TEST_SCALE");
    double scale = text != NULL ? strtod(text, NULL) : 1.0;
    double product = (double)count * (scale > 0.0 ? scale : 1.0);
    return product < 1.0 ? 1 : (size_t)product;
}

int main(void)
{
    /* Only a test that hangs is to run out of time, however busy the machine. */
    setenv("CK_DEFAULT_TIMEOUT", "300", 0);
    SRunner *runner = srunner_create(suite());
    srunner_set_tap(runner, "-");
    srunner_run_all(runner, CK_SILENT);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
