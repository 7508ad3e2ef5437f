/* Folders and files of a test's own. Tests run in processes of their own, and
 * may end anywhere, so the process that starts them makes and removes. */
#include "tree.h"

#include "machine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { longest = 4096, at_once = 8 };

/* A space, and letters that no code page has together. */
static const char name[] = "vera binding \xCE\xA9\xD0\x96\xC3\xA9 \xF0\x9F\xA6\x89";

static char root[longest];

static void begin(void)
{
    if (!machine_make_temporary(name, root, sizeof root)) {
        fprintf(stderr, "%s: %s\n", name, strerror(errno));
        exit(EXIT_FAILURE);
    }
    /* Where a test is a process that was begun anew it makes a tree of its own, which
     * it cannot remove while it has loaded libraries from there: so it does that in
     * this one. */
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

/* The next of a few buffers, so that one statement can name several paths. */
static const char *join(const char *folder, const char *relative)
{
    static _Thread_local char paths[at_once][longest];
    static _Thread_local int next;
    char *path = paths[next++ % at_once];
    int length = snprintf(path, longest, "%s/%s", folder, relative);
    if (length < 0 || length >= longest) {
        fprintf(stderr, "%s/%s: too long\n", folder, relative);
        abort(); /* not ck_assert: suites ask for paths before a test runs */
    }
    return path;
}

/* A test's own folder is named by its process. */
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
    if (top[0] == '\0' && (named == NULL || !machine_tell(named, top, sizeof top))) {
        fputs("top_builddir does not tell where the tests were built\n", stderr);
        abort();
    }
    return join(top, relative);
}

/* The path, with the folders above it made. */
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
