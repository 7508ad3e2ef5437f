/* Reads /proc/self/status and other files of /proc, where Linux counts in KiB. */
#include "status.h"

#include "run.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATH "/proc/self/status"

static FILE *open_file(const char *path)
{
    FILE *file = fopen(path, "r");
    expect(file != NULL);
    return file;
}

/* 0 where there is no such field. */
static size_t field_of(const char *path, const char *name)
{
    FILE *file = open_file(path);
    char line[256];
    unsigned long long kib = 0;
    while (kib == 0 && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            sscanf(line + strlen(name), ": %llu kB", &kib);
        }
    }
    fclose(file);
    return (size_t)kib * 1024;
}

static size_t field(const char *name)
{
    size_t bytes = field_of(PATH, name);
    expect(bytes > 0);
    return bytes;
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

size_t status_of_stack(void)
{
    return 0; /* some pages */
}

size_t status_data(void)
{
    return field("VmData");
}

size_t status_writable(void)
{
    FILE *file = open_file("/proc/self/maps");
    char line[512];
    size_t bytes = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        unsigned long long start, end;
        char access[5] = "";
        sscanf(line, "%llx-%llx %4s", &start, &end, access);
        bytes += strcmp(access, "rw-p") == 0 ? (size_t)(end - start) : 0;
    }
    fclose(file);
    return bytes;
}

size_t status_machine(const char *name)
{
    return field_of("/proc/meminfo", name);
}

/* Without ck_assert, because suite() calls it, too. */
int status_overcommit(void)
{
    int mode = -1;
    FILE *file = fopen("/proc/sys/vm/overcommit_memory", "r");
    if (file == NULL || fscanf(file, "%d", &mode) != 1) {
        mode = -1;
    }
    if (file != NULL) {
        fclose(file);
    }
    return mode;
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
