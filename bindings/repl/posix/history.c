/* The history's file where the XDG base directories have it. */
#include "history.h"

#include "alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The text of an environment variable that holds an absolute path, as those of
 * the XDG base directories must; null when it does not. */
static const char *absolute(const char *variable)
{
    const char *path = getenv(variable);
    return path != NULL && path[0] == '/' ? path : NULL;
}

static char *join(const char *folder, const char *rest)
{
    size_t room = strlen(folder) + strlen(rest) + 1;
    char *path = repl_alloc_zeroed(room, 1);
    snprintf(path, room, "%s%s", folder, rest);
    return path;
}

/* Makes every folder on the way to a file, for the user alone. What cannot be
 * made shows when the file is opened. */
static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, S_IRWXU);
        *slash = '/';
    }
}

char *repl_history_path(void)
{
    const char *state = absolute("XDG_STATE_HOME");
    const char *home = absolute("HOME");
    if (state == NULL && home == NULL) {
        return NULL;
    }
    char *path =
        state != NULL ? join(state, "/vera/history") : join(home, "/.local/state/vera/history");
    make_folders(path);
    return path;
}
