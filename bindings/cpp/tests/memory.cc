// <vera/memory.hpp>. Also run in check mode, where a free with another size or alignment than
// the allocation's ends the program, and leaks are listed.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "process.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <doctest/doctest.h>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <typeinfo>
#include <unordered_map>
#include <vector>
#include <vera/memory.hpp>

namespace {

using text = std::basic_string<char, std::char_traits<char>, vera::allocator<char>>;
template <class T> using vector = std::vector<T, vera::allocator<T>>;

// Volatile, so that compilers do not warn about them.
volatile std::size_t too_much = std::size_t(1) << 62;
volatile std::size_t most = SIZE_MAX;

struct alignas(64) line {
    int number = 0;
};

struct alignas(4096) page {
    int number = 0;
};

bool is_aligned(const void *block, std::size_t align)
{
    return reinterpret_cast<std::uintptr_t>(block) % align == 0;
}

// Whether `act` throws exactly this type, and none derived from it.
template <class Exception, class Act> bool throws(Act act)
{
    try {
        act();
    } catch (const std::exception &thrown) {
        return typeid(thrown) == typeid(Exception);
    }
    return false;
}

// Too long for a string to keep in itself.
text name(int number)
{
    return text("a name that is long enough to be allocated, ") + text(1, char('a' + number % 26));
}

} // namespace

TEST_CASE("a vector grows, shrinks and keeps its elements")
{
    vector<int> numbers;
    for (int i = 0; i < 100'000; i++) {
        numbers.push_back(i);
    }
    numbers.resize(1'000);
    numbers.shrink_to_fit();
    CHECK(std::accumulate(numbers.begin(), numbers.end(), 0) == 499'500);
}

TEST_CASE("a map of strings")
{
    std::map<int, text, std::less<int>, vera::allocator<std::pair<const int, text>>> names;
    for (int i = 0; i < 1'000; i++) {
        names[i] = name(i);
    }
    for (int i = 0; i < 1'000; i += 2) {
        names.erase(i);
    }
    CHECK(names.size() == 500);
    CHECK(names.at(27) == name(1));
}

TEST_CASE("an unordered map of vectors")
{
    std::unordered_map<text, vector<int>, std::hash<std::string_view>, std::equal_to<>,
                       vera::allocator<std::pair<const text, vector<int>>>>
        places;
    for (int i = 0; i < 1'000; i++) {
        places[name(i)].push_back(i);
    }
    CHECK(places.size() == 26);
    CHECK(places.at(name(3)).back() == 991);
}

TEST_CASE("std::allocate_shared")
{
    std::weak_ptr<page> left;
    {
        auto shared = std::allocate_shared<page>(vera::allocator<page>());
        left = shared;
        CHECK(is_aligned(shared.get(), alignof(page)));
    }
    CHECK(left.expired());
}

TEST_CASE("std::pmr containers")
{
    vera::memory_resource resource;
    std::pmr::unordered_map<std::pmr::string, std::pmr::vector<int>> places(&resource);
    for (int i = 0; i < 1'000; i++) {
        places[std::pmr::string(name(i), &resource)].push_back(i);
    }
    CHECK(places.size() == 26);
    CHECK(places.begin()->second.get_allocator().resource() == &resource);
}

TEST_CASE("the resource of the whole program")
{
    std::pmr::memory_resource *before = std::pmr::set_default_resource(vera::get_memory_resource());
    {
        std::pmr::vector<int> numbers(1'000, 7);
        CHECK(numbers.get_allocator().resource() == vera::get_memory_resource());
    }
    std::pmr::set_default_resource(before);
}

TEST_CASE("all resources are equal, and differ from those of another type")
{
    vera::memory_resource one, other;
    CHECK(one == other);
    CHECK(one == *vera::get_memory_resource());
    CHECK(one != *std::pmr::new_delete_resource());
}

TEST_CASE("over-aligned elements")
{
    vector<line> lines(10);
    CHECK(is_aligned(lines.data(), alignof(line)));
    vector<page> pages(3);
    CHECK(is_aligned(pages.data(), alignof(page)));
    std::list<line, vera::allocator<line>> nodes(10);
    CHECK(std::all_of(nodes.begin(), nodes.end(),
                      [](const line &node) { return is_aligned(&node, alignof(line)); }));
    std::pmr::vector<page> more(2, vera::get_memory_resource());
    CHECK(is_aligned(more.data(), alignof(page)));
}

TEST_CASE("blocks are interchangeable with those of the C functions")
{
    vera::allocator<char> characters;
    vera_memory_free(characters.allocate(100), 100);
    characters.deallocate(static_cast<char *>(vera_memory_allocate(100)), 100);
    vera::allocator<line> lines;
    vera_memory_free_aligned(lines.allocate(3), 3 * sizeof(line), alignof(line));
    lines.deallocate(static_cast<line *>(vera_memory_allocate_aligned(64, 64)), 1);
    vera::memory_resource resource;
    vera_memory_free_aligned(resource.allocate(100, 32), 100, 32);
    resource.deallocate(vera_memory_allocate(100), 100, 8);
}

TEST_CASE("the allocator's traits")
{
    using traits = std::allocator_traits<vera::allocator<int>>;
    CHECK(traits::is_always_equal::value);
    CHECK(traits::propagate_on_container_move_assignment::value);
    CHECK(std::is_same_v<traits::rebind_alloc<long>, vera::allocator<long>>);
    CHECK(std::is_empty_v<vera::allocator<int>>);
    CHECK(vera::allocator<int>() == vera::allocator<long>());
    CHECK_FALSE(vera::allocator<int>() != vera::allocator<long>());
    CHECK(std::is_nothrow_move_assignable_v<vector<text>>);
    CHECK(std::is_nothrow_swappable_v<vector<text>>);
}

TEST_CASE("a move takes the block, and a swap exchanges it")
{
    vector<int> from(100, 7), to(5, 1), third(9);
    const auto block = reinterpret_cast<std::uintptr_t>(from.data());
    to = std::move(from);
    CHECK(reinterpret_cast<std::uintptr_t>(to.data()) == block);
    to.swap(third);
    CHECK(reinterpret_cast<std::uintptr_t>(third.data()) == block);
    vera::memory_resource one, other;
    std::pmr::vector<int> left(100, 7, &one), right(&other);
    const int *place = left.data();
    right = std::move(left);
    CHECK(right.data() == place);
}

TEST_CASE("more memory than there is")
{
    CHECK(throws<std::bad_alloc>([] { (void)vera::allocator<char>().allocate(too_much); }));
    CHECK(throws<std::bad_alloc>([] { (void)vera::allocator<char>().allocate(most); }));
    CHECK(throws<std::bad_alloc>([] { (void)vera::allocator<line>().allocate(most / 64); }));
    CHECK(throws<std::bad_alloc>([] { (void)vera::get_memory_resource()->allocate(too_much); }));
    CHECK(throws<std::bad_alloc>([] { (void)vera::get_memory_resource()->allocate(most, 64); }));
    CHECK(throws<std::bad_alloc>([] { vera::buffer(too_much, 1); }));
    vector<char> bytes(10, 'x');
    CHECK(throws<std::bad_alloc>([&] { bytes.reserve(too_much); }));
    CHECK(bytes == vector<char>(10, 'x'));
}

TEST_CASE("more objects than a size can count")
{
    CHECK(
        throws<std::bad_array_new_length>([] { (void)vera::allocator<int>().allocate(too_much); }));
    CHECK(throws<std::bad_array_new_length>(
        [] { (void)vera::allocator<line>().allocate(most / 64 + 1); }));
}

TEST_CASE("size 0")
{
    vera::allocator<int> numbers;
    int *one = numbers.allocate(0), *other = numbers.allocate(0);
    CHECK(one != nullptr);
    CHECK(one != other);
    numbers.deallocate(one, 0);
    numbers.deallocate(other, 0);
}

TEST_CASE("an exception frees what was allocated")
{
    struct fragile {
        text words = name(1);
        explicit fragile(int number)
        {
            if (number == 50) {
                throw std::runtime_error("fifty");
            }
        }
    };
    auto fill = [] {
        vera::buffer bytes(1'000);
        std::vector<fragile, vera::allocator<fragile>> all;
        for (int i = 0; i < 100; i++) {
            all.emplace_back(i);
        }
    };
    CHECK_THROWS_AS(fill(), std::runtime_error);
}

TEST_CASE("a buffer owns its bytes")
{
    vera::buffer bytes(1'000, 256);
    CHECK(bytes.size() == 1'000);
    CHECK(bytes.alignment() == 256);
    CHECK(is_aligned(bytes.data(), 256));
    std::fill(bytes.begin(), bytes.end(), std::byte(7));
    const vera::buffer &constant = bytes;
    CHECK(std::count(constant.begin(), constant.end(), std::byte(7)) == 1'000);
    CHECK(constant.data()[999] == std::byte(7));
    CHECK(vera::buffer().data() == nullptr);
    CHECK(vera::buffer(0).data() != nullptr);
    CHECK(is_aligned(vera::buffer(24).data(), alignof(std::max_align_t)));
}

TEST_CASE("a buffer's alignment must be a power of two")
{
    for (std::size_t align : {0, 3, 6, 7, 24}) {
        CHECK_THROWS_AS(vera::buffer(10, align), std::bad_alloc);
    }
}

TEST_CASE("a buffer moves, and is not copied")
{
    CHECK_FALSE(std::is_copy_constructible_v<vera::buffer>);
    CHECK_FALSE(std::is_copy_assignable_v<vera::buffer>);
    vera::buffer first(100), second(200, 64);
    const std::byte *block = first.data();
    second = std::move(first);
    CHECK(second.data() == block);
    CHECK(second.size() == 100);
    CHECK(second.alignment() == alignof(std::max_align_t));
    CHECK(first.data() == nullptr);
    CHECK(first.size() == 0);
    vera::buffer third(std::move(second));
    CHECK(third.data() == block);
    CHECK(second.data() == nullptr);
    third = std::move(*&third);
    CHECK(third.data() == block);
    CHECK(third.size() == 100);
}

TEST_CASE("1 MiB makes a round trip")
{
    vera::buffer from(1 << 20), to(1 << 20);
    for (std::size_t i = 0; i < from.size(); i++) {
        from.data()[i] = std::byte(i * 7 & 0xFF);
    }
    vera_memory_copy_memory(to.data(), from.data(), 1 << 20);
    CHECK(std::memcmp(from.data(), to.data(), from.size()) == 0);
}

TEST_CASE("100,000 blocks, one after the other, do not grow the process")
{
    auto round = [](int count) {
        for (int i = 0; i < count; i++) {
            vector<int> numbers(1'000);
            vera::buffer bytes(4'000);
            std::pmr::vector<line> lines(10, vera::get_memory_resource());
        }
    };
    round(1'000);
    const long before = kibibytes();
    round(100'000);
    CHECK(kibibytes() - before < 1024);
}

TEST_CASE("two threads free each other's blocks")
{
    auto fill = [](vector<text> &names) {
        for (int i = 0; i < 20'000; i++) {
            names.push_back(name(i));
        }
    };
    vector<text> one, other;
    std::thread first(fill, std::ref(one)), second(fill, std::ref(other));
    first.join();
    second.join();
    one.swap(other);
    std::thread third([&] { vector<text>().swap(one); });
    vector<text>().swap(other);
    third.join();
    CHECK(one.empty());
    CHECK(other.empty());
}
