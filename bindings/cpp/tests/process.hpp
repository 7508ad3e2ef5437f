// What the tests ask of the system: how a process ends, and how much it holds.
#pragma once

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

struct ending {
    int status;
    std::string said; // on standard error
};

// Runs `act` in a child, and tells how that ended.
template <class Act> ending end_of(Act act)
{
    int ends[2];
    if (pipe(ends) != 0) {
        std::abort();
    }
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        std::signal(SIGABRT, SIG_DFL); // and not the test runner's
        act();
        _exit(0);
    }
    close(ends[1]);
    ending result{0, {}};
    char bytes[512];
    for (ssize_t count; (count = read(ends[0], bytes, sizeof(bytes))) > 0;) {
        result.said.append(bytes, static_cast<std::size_t>(count));
    }
    close(ends[0]);
    waitpid(child, &result.status, 0);
    return result;
}

// Resident now.
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
