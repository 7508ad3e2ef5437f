/* A distribution is played as a birth-death process: blocks of a size are allocated at its rate,
 * and each lives for a time whose average gives the average count. All times are exponentially
 * distributed, so what is live at the start has the same time before it as a new block.
 */
#include "distribution.h"

#include "die.h"
#include "recording.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <queue>
#include <random>
#include <sys/stat.h>
#include <vector>

namespace {

constexpr double LARGEST = 2147483648.0;
constexpr uint64_t STEPS = 8000000; // after the start

struct Size {
    uint32_t bytes;
    double rate, live;
};

struct Death {
    double time;
    uint32_t number;
    // So that the next one is on top of a queue.
    bool operator<(const Death &other) const
    {
        return time > other.time;
    }
};

std::vector<Size> read(const char *path)
{
    std::vector<Size> sizes;
    FILE *file = std::fopen(path, "r");
    if (file == nullptr) {
        die("%s: %s", path, std::strerror(errno));
    }
    double bytes, rate, live;
    int found;
    for (int line = 1; (found = std::fscanf(file, "%lf ,%lf ,%lf", &bytes, &rate, &live)) != EOF;
         line++) {
        if (found != 3 || !(bytes >= 1) || !(rate > 0) || !(live > 0)) {
            die("%s:%d: expected bytes, allocations and live blocks, all above 0", path, line);
        }
        if (bytes < LARGEST) {
            sizes.push_back({static_cast<uint32_t>(bytes), rate, live});
        }
    }
    std::fclose(file);
    if (sizes.empty()) {
        die("%s: expected a line for each size", path);
    }
    return sizes;
}

class Process {
  public:
    Process(const std::vector<Size> &sizes, const char *path) : sizes(sizes), path(path)
    {
        std::vector<double> rates;
        for (const Size &size : sizes) {
            rates.push_back(size.rate);
            total_rate += size.rate;
        }
        born = std::discrete_distribution<size_t>(rates.begin(), rates.end());
        file = std::fopen(path, "wb");
        write(&header, sizeof header);
    }

    // In random order.
    void begin()
    {
        std::vector<const Size *> live;
        for (const Size &size : sizes) {
            live.insert(live.end(), std::poisson_distribution<size_t>(size.live)(random), &size);
        }
        std::shuffle(live.begin(), live.end(), random);
        for (const Size *size : live) {
            allocate(*size);
        }
        header.first = header.steps;
    }

    void go_on()
    {
        double next = now;
        while (header.steps < header.first + STEPS) {
            if (!deaths.empty() && deaths.top().time <= next) {
                free_next();
            } else {
                now = next;
                allocate(sizes[born(random)]);
                next = now + time_of(1 / total_rate);
            }
        }
    }

    void end()
    {
        header.mark = RECORDING_MARK;
        check(std::fseek(file, 0, SEEK_SET) == 0);
        write(&header, sizeof header);
        check(std::fclose(file) == 0);
    }

  private:
    void check(bool good)
    {
        if (!good) {
            die("%s: %s", path, std::strerror(errno));
        }
    }

    void write(const void *from, size_t size)
    {
        check(file != nullptr && std::fwrite(from, 1, size, file) == size);
    }

    double time_of(double average)
    {
        return std::exponential_distribution<>(1 / average)(random);
    }

    void allocate(const Size &size)
    {
        unsigned char step[RECORDING_STEP];
        uint32_t number = static_cast<uint32_t>(header.blocks);
        if (reusable.empty()) {
            header.blocks++;
        } else {
            number = reusable.back();
            reusable.pop_back();
        }
        deaths.push({now + time_of(size.live / size.rate), number});
        write(step, recording_put_allocation(step, size.bytes, 0) - step);
        header.steps++;
        header.allocations++;
    }

    void free_next()
    {
        unsigned char step[RECORDING_STEP];
        uint32_t number = deaths.top().number;
        deaths.pop();
        reusable.push_back(number);
        write(step, recording_put_free(step, number) - step);
        header.steps++;
    }

    const std::vector<Size> &sizes;
    const char *path;
    FILE *file;
    recording_header header{};
    std::mt19937_64 random; // always with the same seed
    std::discrete_distribution<size_t> born;
    double total_rate = 0, now = 0;
    std::priority_queue<Death> deaths;
    std::vector<uint32_t> reusable;
};

} // namespace

char *distribution_name(const char *file)
{
    const char *slash = std::strrchr(file, '/');
    const char *name = slash != nullptr ? slash + 1 : file;
    return strndup(name, std::strcspn(name, "."));
}

static bool is_older(const char *file, const char *other)
{
    struct stat one, two;
    return stat(file, &one) != 0 || (stat(other, &two) == 0 && one.st_mtime < two.st_mtime);
}

void distribution_record(const char *file, const char *recording)
{
    if (!is_older(recording, file)) {
        return;
    }
    std::vector<Size> sizes = read(file);
    Process process(sizes, recording);
    process.begin();
    process.go_on();
    process.end();
}
