// Prints two numbers, in nanoseconds of processor time: a pair of vera_memory_allocate and
// vera_memory_free, and a vera::buffer from construction to destruction, both of 64 bytes.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vera/memory.hpp>

namespace {

constexpr int rounds = 9, pairs = 1'000'000;
constexpr std::size_t size = 64;

// Hides from the compiler that nobody reads the block.
void use(void *block)
{
    asm volatile("" : : "r"(block) : "memory");
}

// Of the median round.
template <class Pair> double nanoseconds(Pair pair)
{
    double times[rounds];
    for (double &time : times) {
        const std::clock_t begin = std::clock();
        for (int i = 0; i < pairs; i++) {
            pair();
        }
        time = double(std::clock() - begin) * (1e9 / CLOCKS_PER_SEC) / pairs;
    }
    std::nth_element(times, times + rounds / 2, times + rounds);
    return times[rounds / 2];
}

} // namespace

int main()
{
    const double raw = nanoseconds([] {
        void *block = vera_memory_allocate(size);
        use(block);
        vera_memory_free(block, size);
    });
    const double owned = nanoseconds([] {
        vera::buffer block(size);
        use(block.data());
    });
    std::printf("%.1f %.1f\n", raw, owned);
}
