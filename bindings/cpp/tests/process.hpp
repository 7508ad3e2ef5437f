// What the tests need from the system: how a process ends, and how much memory it has.
#pragma once

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

struct ending {
    int status;
    std::string printed; // on standard error
};

// Runs `act` in a child process, and returns how that ended.
template <class Act> ending end_of(Act act)
{
    int ends[2];
    if (pipe(ends) != 0) {
        std::abort();
    }
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        std::signal(SIGABRT, SIG_DFL); // in place of the test runner's handler
        act();
        _exit(0);
    }
    close(ends[1]);
    ending result{0, {}};
    char bytes[512];
    for (ssize_t count; (count = read(ends[0], bytes, sizeof(bytes))) > 0;) {
        result.printed.append(bytes, static_cast<std::size_t>(count));
    }
    close(ends[0]);
    waitpid(child, &result.status, 0);
    return result;
}

// The resident memory of this process.
inline long kibibytes()
{
    long pages = 0;
    std::FILE *file = std::fopen("/proc/self/statm", "r");
    if (file == nullptr || std::fscanf(file, "%*d %ld", &pages) != 1) {
        std::abort();
    }
    std::fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}
