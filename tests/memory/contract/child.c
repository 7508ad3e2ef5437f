/* A child's arguments are the name of the act and the number. */
#include "child.h"

#include "run.h"

#include <stdlib.h>
#include <string.h>

void child_offer(const struct child_act *acts)
{
    if (run_arguments[1] == NULL || run_arguments[2] == NULL) {
        return;
    }
    for (; acts->name != NULL; acts++) {
        if (strcmp(acts->name, run_arguments[1]) == 0) {
            exit(acts->act(strtoul(run_arguments[2], NULL, 10)));
        }
    }
}
