/* A name is written in full where it occurs first, with a number, and then its number alone. */
#include "callgrind.h"

#include "die.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FUNCTIONS = 1 << 15, LINE = 4096 };

/* Which counts the calls of a function are added to. */
enum subject { NOTHING, MISS, LOCK };

static const struct {
    const char *prefix; /* a compiler may add to a name */
    enum subject subject;
} subjects[] = {
    {"allocate_miss", MISS},
    {"free_miss", MISS},
    {"pthread_mutex_lock", LOCK},
};

static enum subject subject_of(const char *name)
{
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        if (strncmp(name, subjects[i].prefix, strlen(subjects[i].prefix)) == 0) {
            return subjects[i].subject;
        }
    }
    return NOTHING;
}

/* The subject of the function that a line names: "(12) name", or "(12)". */
static enum subject find(unsigned char *known, const char *text)
{
    char *end;
    unsigned long number = strtoul(text + 1, &end, 10);
    if (number >= FUNCTIONS) {
        return NOTHING;
    }
    if (end[0] == ')' && end[1] == ' ') {
        known[number] = (unsigned char)subject_of(end + 2);
    }
    return known[number];
}

struct callgrind callgrind_read(const char *path)
{
    static unsigned char known[FUNCTIONS];
    char line[LINE];
    struct callgrind result = {0, 0, 0};
    enum subject callee = NOTHING;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        die("%s: %s", path, strerror(errno));
    }
    memset(known, NOTHING, sizeof known);
    while (fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "fn=", 3) == 0) {
            find(known, line + 3);
        } else if (strncmp(line, "cfn=", 4) == 0) {
            callee = find(known, line + 4);
        } else if (strncmp(line, "calls=", 6) == 0) {
            double calls = strtod(line + 6, NULL);
            result.misses += callee == MISS ? calls : 0;
            result.locks += callee == LOCK ? calls : 0;
        } else if (strncmp(line, "totals: ", 8) == 0) {
            result.instructions = strtod(line + 8, NULL);
        }
    }
    fclose(file);
    if (result.instructions <= 0) {
        die("%s: expected callgrind's totals", path);
    }
    return result;
}
