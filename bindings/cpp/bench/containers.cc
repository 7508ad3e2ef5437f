// Standard containers on one of three allocators. Prints a line per workload: its name, and the
// nanoseconds of processor time per operation. The last line is the peak of resident memory, in
// MiB.
//   containers std|vera|pmr
// std is std::allocator, on whatever new and delete this process has.
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <list>
#include <map>
#include <memory_resource>
#include <string>
#include <sys/resource.h>
#include <unordered_map>
#include <vector>
#include <vera/memory.hpp>

namespace {

std::uint32_t state;

// xorshift, so that each allocator gets the same numbers.
std::uint32_t random_below(std::uint32_t bound)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % bound;
}

template <template <class> class Allocator> struct with {
    using string = std::basic_string<char, std::char_traits<char>, Allocator<char>>;
    template <class T> using vector = std::vector<T, Allocator<T>>;
    template <class T> using list = std::list<T, Allocator<T>>;
    template <class K, class V>
    using map = std::map<K, V, std::less<K>, Allocator<std::pair<const K, V>>>;
    template <class K, class V>
    using unordered_map =
        std::unordered_map<K, V, std::hash<K>, std::equal_to<K>, Allocator<std::pair<const K, V>>>;

    // Vectors that grow one element at a time, up to 64.
    static void vectors(int operations)
    {
        vector<vector<int>> all(1'000);
        for (int i = 0; i < operations; i++) {
            vector<int> &one = all[random_below(1'000)];
            one.push_back(i);
            if (one.size() == 64) {
                vector<int>().swap(one);
            }
        }
    }

    // Strings of 16 to 215 characters. Each new one replaces another.
    static void strings(int operations)
    {
        vector<string> all(10'000);
        for (int i = 0; i < operations; i++) {
            all[random_below(10'000)] = string(16 + random_below(200), 'a');
        }
    }

    // A first-in, first-out queue of nodes.
    static void lists(int operations)
    {
        list<std::uint64_t> queue(1'000);
        for (int i = 0; i < operations; i++) {
            queue.push_back(queue.front());
            queue.pop_front();
        }
    }

    // Keys come and go; half of the 20,000 are present.
    template <class Map> static void toggle(int operations)
    {
        Map all;
        for (int i = 0; i < operations; i++) {
            const std::uint32_t key = random_below(20'000);
            if (all.erase(key) == 0) {
                all[key] = key;
            }
        }
    }

    static void maps(int operations) { toggle<map<std::uint32_t, std::uint64_t>>(operations); }

    static void unordered_maps(int operations)
    {
        toggle<unordered_map<std::uint32_t, std::uint64_t>>(operations);
    }

    // Lists of places by word, built and discarded.
    static void index(int operations)
    {
        map<std::uint32_t, map<std::uint32_t, vector<string>>> words;
        for (int i = 0; i < operations; i++) {
            if (i % 100'000 == 0) {
                words.clear();
            }
            words[random_below(100)][random_below(200)].emplace_back(8 + random_below(40), 'b');
        }
    }

    static void all();
};

template <class Work> void measure(const char *name, Work work)
{
    constexpr int operations = 2'000'000;
    state = 2463534242;
    const std::clock_t begin = std::clock();
    work(operations);
    const double time = double(std::clock() - begin) * (1e9 / CLOCKS_PER_SEC);
    std::printf("%s %.2f\n", name, time / operations);
}

template <template <class> class Allocator> void with<Allocator>::all()
{
    measure("vector", vectors);
    measure("string", strings);
    measure("list", lists);
    measure("map", maps);
    measure("unordered_map", unordered_maps);
    measure("index", index);
}

} // namespace

int main(int count, char **arguments)
{
    const char *name = count == 2 ? arguments[1] : "";
    std::pmr::set_default_resource(vera::get_memory_resource());
    if (std::strcmp(name, "std") == 0) {
        with<std::allocator>::all();
    } else if (std::strcmp(name, "vera") == 0) {
        with<vera::allocator>::all();
    } else if (std::strcmp(name, "pmr") == 0) {
        with<std::pmr::polymorphic_allocator>::all();
    } else {
        std::fprintf(stderr, "usage: containers std|vera|pmr\n");
        return 2;
    }
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    std::printf("MiB %.1f\n", static_cast<double>(usage.ru_maxrss) / 1024);
}
