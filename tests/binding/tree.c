/* A tree of folders and files for each test. A test runs in its own process and may end
 * anywhere, so the process that starts the tests makes and removes the trees. */
#include "tree.h"

#include "machine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { longest = 4096, at_once = 8 };

/* A space, and letters that no single code page has. */
static const char name[] = "vera binding \xCE\xA9\xD0\x96\xC3\xA9 \xF0\x9F\xA6\x89";

static char root[longest];

static void begin(void)
{
    if (!machine_make_temporary(name, root, sizeof root)) {
        fprintf(stderr, "%s: %s\n", name, strerror(errno));
        exit(EXIT_FAILURE);
    }
    /* Where a test is a new process, it makes its own tree. It cannot remove that tree while
     * libraries are loaded from it, so it makes it inside this one. */
    ck_assert(machine_set("TMP", root));
}

static void end(void)
{
    machine_remove(root);
}

TCase *tree_case(const char *name_of_case)
{
    TCase *tests = tcase_create(name_of_case);
    tcase_add_unchecked_fixture(tests, begin, end);
    return tests;
}

/* Uses a few buffers in turn, so that one statement can contain several paths. */
static const char *join(const char *folder, const char *relative)
{
    static _Thread_local char paths[at_once][longest];
    static _Thread_local int next;
    char *path = paths[next++ % at_once];
    int length = snprintf(path, longest, "%s/%s", folder, relative);
    if (length < 0 || length >= longest) {
        fprintf(stderr, "%s/%s: too long\n", folder, relative);
        abort(); /* not ck_assert: suites need paths before a test runs */
    }
    return path;
}

/* The folder of a test has the number of its process as its name. */
const char *tree_path(const char *relative)
{
    char own[longest];
    snprintf(own, sizeof own, "%.*s/%d", longest - 16, root, machine_process());
    return join(own, relative);
}

const char *built(const char *relative)
{
    static char top[longest];
    const char *named = getenv("top_builddir");
    if (top[0] == '\0' && (named == NULL || !machine_convert(named, top, sizeof top))) {
        fputs("top_builddir does not name the build folder\n", stderr);
        abort();
    }
    return join(top, relative);
}

/* The path, after making the folders above it. */
static const char *prepare(const char *relative)
{
    char *path = (char *)tree_path(relative);
    for (char *slash = path + strlen(root) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        ck_assert(machine_make_folder(path));
        *slash = '/';
    }
    return path;
}

void tree_write(const char *relative, const char *text)
{
    FILE *file = machine_open(prepare(relative), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text, 1, strlen(text), file), strlen(text));
    ck_assert_int_eq(fclose(file), 0);
}

void tree_copy(const char *from, const char *relative)
{
    FILE *source = machine_open(from, "rb");
    FILE *file = machine_open(prepare(relative), "wb");
    ck_assert_msg(source != NULL && file != NULL, "%s: %s", from, strerror(errno));
    char bytes[longest];
    size_t count;
    while ((count = fread(bytes, 1, sizeof bytes, source)) > 0) {
        ck_assert_uint_eq(fwrite(bytes, 1, count, file), count);
    }
    ck_assert(!ferror(source));
    ck_assert_int_eq(fclose(file), 0);
    fclose(source);
}

bool tree_links(void)
{
    char folder[longest];
    char path[longest + 8];
    if (!machine_make_temporary(name, folder, sizeof folder)) {
        return false;
    }
    snprintf(path, sizeof path, "%s/link", folder);
    bool made = machine_link(folder, path);
    machine_remove(folder);
    return made;
}

void tree_link(const char *target, const char *relative)
{
    ck_assert(machine_link(target, prepare(relative)));
}

void tree_move(const char *from, const char *to)
{
    ck_assert(machine_move(tree_path(from), prepare(to)));
}
