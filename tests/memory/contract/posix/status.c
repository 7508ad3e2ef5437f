/* Reads /proc/self/status, where Linux counts in KiB. */
#include "status.h"

#include "run.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATH "/proc/self/status"

static size_t field(const char *name)
{
    FILE *file = fopen(PATH, "r");
    expect(file != NULL);
    char line[256];
    unsigned long long kib = 0;
    while (kib == 0 && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            sscanf(line + strlen(name), ": %llu kB", &kib);
        }
    }
    fclose(file);
    expect(kib > 0);
    return (size_t)kib * 1024;
}

size_t status_resident(void)
{
    return field("VmRSS");
}

size_t status_peak(void)
{
    return field("VmHWM");
}

size_t status_mapped(void)
{
    return field("VmSize");
}

const char *status_skipped(void)
{
    if (UNDER_SANITIZER) {
        return "every figure includes the sanitizer's own memory";
    }
    if (is_emulated()) {
        return "every figure includes the emulator's own memory";
    }
    if (access(PATH, R_OK) != 0) {
        return "there is no " PATH;
    }
    return NULL;
}
