/* Folders and files of a test's own. Tests run in processes of their own, and
 * may end anywhere, so the process that starts them makes and removes. */
#define _GNU_SOURCE
#include "tree.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { longest = 4096, at_once = 8 };

static char root[longest];

static void begin(void)
{
    const char *parent = getenv("TMPDIR");
    char folder[longest];
    int length =
        snprintf(folder, sizeof folder, "%s/vera binding XXXXXX", parent != NULL ? parent : "/tmp");
    if (length < 0 || length >= longest || mkdtemp(folder) == NULL ||
        realpath(folder, root) == NULL) {
        perror(folder);
        exit(EXIT_FAILURE);
    }
}

static int erase(const char *path, const struct stat *status, int type, struct FTW *level)
{
    (void)status;
    (void)type;
    (void)level;
    return remove(path);
}

static void end(void)
{
    nftw(root, erase, 16, FTW_DEPTH | FTW_PHYS);
}

TCase *tree_case(const char *name)
{
    TCase *tests = tcase_create(name);
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
    snprintf(own, sizeof own, "%.*s/%d", longest - 16, root, (int)getpid());
    return join(own, relative);
}

const char *built(const char *relative)
{
    return join(getenv("top_builddir"), relative);
}

/* The path, with the folders above it made. */
static const char *prepare(const char *relative)
{
    char *path = (char *)tree_path(relative);
    for (char *slash = path + strlen(root) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        ck_assert(mkdir(path, 0777) == 0 || errno == EEXIST);
        *slash = '/';
    }
    return path;
}

void tree_write(const char *relative, const char *text)
{
    FILE *file = fopen(prepare(relative), "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text, 1, strlen(text), file), strlen(text));
    ck_assert_int_eq(fclose(file), 0);
}

void tree_copy(const char *from, const char *relative)
{
    FILE *source = fopen(from, "rb");
    FILE *file = fopen(prepare(relative), "wb");
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

void tree_link(const char *target, const char *relative)
{
    ck_assert_int_eq(symlink(target, prepare(relative)), 0);
}

void tree_move(const char *from, const char *to)
{
    ck_assert_int_eq(rename(tree_path(from), prepare(to)), 0);
}
