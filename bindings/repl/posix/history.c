/* The history file is where the XDG Base Directory Specification places state:
 * $XDG_STATE_HOME/vera/history, or ~/.local/state/vera/history. Only the path and the
 * folders are made here; libedit reads and writes the file. */
#include "history.h"

#include "alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The value of an environment variable if it is an absolute path, otherwise null. The
 * specification says to ignore relative paths. */
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

/* Creates the folders that lead to a file, accessible to the user only. Errors are
 * ignored; libedit then cannot open the file. */
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
