// The operators new and delete of libvera_memory_new, with which this is linked.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "process.hpp"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <doctest/doctest.h>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>

namespace {

// Volatile, so that compilers do not optimize the call away.
volatile std::size_t too_much = std::size_t(1) << 62;
volatile std::size_t most = SIZE_MAX;

struct alignas(128) wide {
    char bytes[200];
};

bool is_aligned(const void *block, std::size_t align)
{
    return reinterpret_cast<std::uintptr_t>(block) % align == 0;
}

// Hides the origin of a block from the compiler.
void *unknown(void *block)
{
    void *volatile hidden = block;
    return hidden;
}

std::string address(const void *block)
{
    char digits[32];
    std::snprintf(digits, sizeof(digits), "%p", block);
    return digits;
}

// `act` misuses `block`: it ends the program with this line and no other.
template <class Act>
void check_refused(const void *block, const std::string &given, const std::string &expected,
                   Act act)
{
    const ending end = end_of(act);
    CHECK(WIFSIGNALED(end.status));
    CHECK(WTERMSIG(end.status) == SIGABRT);
    CHECK(end.printed == "vera_memory: misuse: delete(" + address(block) + given + "): expected " +
                             expected + "\n");
}

// One form of new, and after each call one of the forms of delete that match it.
template <class New, class... Deletes>
void check_pairs(std::size_t size, std::size_t align, New make, Deletes... deletes)
{
    auto pair = [&](auto free) {
        void *block = make();
        REQUIRE(block != nullptr);
        CHECK(is_aligned(block, align));
        std::memset(block, 0xA5, size);
        free(block);
    };
    (pair(deletes), ...);
}

void check_forms(std::size_t size)
{
    using std::nothrow;
    auto plain = [](void *block) { ::operator delete(block); };
    auto quiet = [](void *block) { ::operator delete(block, nothrow); };
    auto sized = [size](void *block) { ::operator delete(block, size); };
    check_pairs(
        size, 16, [=] { return ::operator new(size); }, plain, quiet, sized);
    check_pairs(
        size, 16, [=] { return ::operator new(size, nothrow); }, plain, quiet, sized);

    auto array = [](void *block) { ::operator delete[](block); };
    auto quiet_array = [](void *block) { ::operator delete[](block, nothrow); };
    auto sized_array = [size](void *block) { ::operator delete[](block, size); };
    check_pairs(
        size, 16, [=] { return ::operator new[](size); }, array, quiet_array, sized_array);
    check_pairs(
        size, 16, [=] { return ::operator new[](size, nothrow); }, array, quiet_array, sized_array);
}

void check_aligned_forms(std::size_t size, std::size_t number)
{
    using std::nothrow;
    const std::align_val_t align{number};
    auto plain = [=](void *block) { ::operator delete(block, align); };
    auto quiet = [=](void *block) { ::operator delete(block, align, nothrow); };
    auto sized = [=](void *block) { ::operator delete(block, size, align); };
    check_pairs(
        size, number, [=] { return ::operator new(size, align); }, plain, quiet, sized);
    check_pairs(
        size, number, [=] { return ::operator new(size, align, nothrow); }, plain, quiet, sized);

    auto array = [=](void *block) { ::operator delete[](block, align); };
    auto quiet_array = [=](void *block) { ::operator delete[](block, align, nothrow); };
    auto sized_array = [=](void *block) { ::operator delete[](block, size, align); };
    check_pairs(
        size, number, [=] { return ::operator new[](size, align); }, array, quiet_array,
        sized_array);
    check_pairs(
        size, number, [=] { return ::operator new[](size, align, nothrow); }, array, quiet_array,
        sized_array);
}

const char live_block[] = "a block of new that was not deleted before";

int handled;

} // namespace

TEST_CASE("every form, at the default alignment")
{
    for (std::size_t size : {0, 1, 8, 24, 1'000, 70'000, 5'000'000}) {
        check_forms(size);
    }
}

TEST_CASE("every form, at alignments from 1 to 4096")
{
    for (std::size_t align = 1; align <= 4096; align *= 2) {
        for (std::size_t size : {0, 1, 24, 1'000, 70'000}) {
            check_aligned_forms(size, align);
        }
    }
}

TEST_CASE("every form of delete accepts null")
{
    const std::align_val_t align{64};
    ::operator delete(nullptr);
    ::operator delete[](nullptr);
    ::operator delete(nullptr, std::nothrow);
    ::operator delete[](nullptr, std::nothrow);
    ::operator delete(nullptr, std::size_t(8));
    ::operator delete[](nullptr, std::size_t(8));
    ::operator delete(nullptr, align);
    ::operator delete[](nullptr, align);
    ::operator delete(nullptr, align, std::nothrow);
    ::operator delete[](nullptr, align, std::nothrow);
    ::operator delete(nullptr, 8, align);
    ::operator delete[](nullptr, 8, align);
}

TEST_CASE("blocks of size 0 are distinct")
{
    void *one = ::operator new(0), *other = ::operator new(0);
    CHECK(one != other);
    ::operator delete(one);
    ::operator delete(other);
}

TEST_CASE("objects, arrays and their members")
{
    struct base {
        virtual ~base() = default;
    };
    struct derived : base {
        std::string words[3] = {std::string(100, 'a'), std::string(200, 'b'), "c"};
        wide more;
    };
    std::unique_ptr<base> one(new derived);
    CHECK(is_aligned(one.get(), alignof(derived)));
    one.reset();
    auto many = std::make_unique<std::string[]>(100);
    many[99] = std::string(1'000, 'd');
    many.reset();
    auto lines = std::make_unique<wide[]>(10);
    CHECK(is_aligned(lines.get(), alignof(wide)));
}

TEST_CASE("a constructor that throws frees its block")
{
    struct fragile {
        char bytes[1'000] = {};
        fragile() { throw std::runtime_error("fragile"); }
    };
    auto round = [](int count) {
        for (int i = 0; i < count; i++) {
            CHECK_THROWS_AS(delete new fragile, std::runtime_error);
        }
    };
    round(100);
    const long before = kibibytes();
    round(10'000);
    CHECK(kibibytes() - before < 1024);
}

TEST_CASE("more memory than there is")
{
    const std::align_val_t align{64};
    for (std::size_t size : {std::size_t(too_much), std::size_t(most)}) {
        CHECK_THROWS_AS(::operator delete(::operator new(size)), std::bad_alloc);
        CHECK_THROWS_AS(::operator delete[](::operator new[](size)), std::bad_alloc);
        CHECK_THROWS_AS(::operator delete(::operator new(size, align), align), std::bad_alloc);
        CHECK_THROWS_AS(::operator delete[](::operator new[](size, align), align), std::bad_alloc);
        CHECK(::operator new(size, std::nothrow) == nullptr);
        CHECK(::operator new[](size, std::nothrow) == nullptr);
        CHECK(::operator new(size, align, std::nothrow) == nullptr);
        CHECK(::operator new[](size, align, std::nothrow) == nullptr);
    }
    CHECK_THROWS_AS(unknown(new std::uint64_t[too_much]), std::bad_alloc);
}

TEST_CASE("the handler is called until there is none")
{
    handled = 0;
    std::set_new_handler([] {
        if (++handled == 3) {
            std::set_new_handler(nullptr);
        }
    });
    CHECK_THROWS_AS(::operator delete(::operator new(too_much)), std::bad_alloc);
    CHECK(handled == 3);
}

TEST_CASE("the forms that throw pass on what the handler throws")
{
    struct exhausted : std::bad_alloc {};
    std::set_new_handler([] { throw exhausted(); });
    CHECK_THROWS_AS(::operator delete[](::operator new[](too_much)), exhausted);
    CHECK(::operator new(too_much, std::nothrow) == nullptr);
    std::set_new_handler(nullptr);
}

TEST_CASE("no handler is called for an alignment that is not a power of two")
{
    std::set_new_handler([] { _exit(1); });
    for (std::size_t number : {0, 3, 24, 4095}) {
        const std::align_val_t align{number};
        CHECK_THROWS_AS(::operator delete(::operator new(10, align), align), std::bad_alloc);
        CHECK_THROWS_AS(::operator delete[](::operator new[](10, align), align), std::bad_alloc);
        CHECK(::operator new(10, align, std::nothrow) == nullptr);
        CHECK(::operator new[](10, align, std::nothrow) == nullptr);
    }
    std::set_new_handler(nullptr);
}

TEST_CASE("the allocation succeeds after a handler made room")
{
    const ending end = end_of([] {
        rlimit limit;
        getrlimit(RLIMIT_AS, &limit);
        limit.rlim_cur = 256u << 20;
        setrlimit(RLIMIT_AS, &limit);
        std::set_new_handler([] {
            rlimit lifted;
            getrlimit(RLIMIT_AS, &lifted);
            lifted.rlim_cur = lifted.rlim_max;
            setrlimit(RLIMIT_AS, &lifted);
            handled++;
        });
        handled = 0;
        void *block = unknown(::operator new(512u << 20));
        ::operator delete(block);
        _exit(handled == 1 ? 7 : 1);
    });
    CHECK(WIFEXITED(end.status));
    CHECK(WEXITSTATUS(end.status) == 7);
}

TEST_CASE("a wrong size is refused")
{
    void *block = unknown(::operator new(24));
    check_refused(block, ", size 16", "size 24", [=] { ::operator delete(block, 16); });
    check_refused(block, ", size 0", "size 24",
                  [=] { ::operator delete[](block, std::size_t(0)); });
    ::operator delete(block, 24);
    const std::align_val_t align{64};
    void *wide = unknown(::operator new[](100, align));
    check_refused(wide, ", size 101", "size 100", [=] { ::operator delete[](wide, 101, align); });
    check_refused(wide, ", size 99", "size 100", [=] { ::operator delete(wide, 99, align); });
    ::operator delete[](wide, 100, align);
}

TEST_CASE("an object that is deleted as another type is refused")
{
    struct small {
        char bytes[16];
    };
    struct large {
        char bytes[48];
    };
    void *block = unknown(new large);
    check_refused(block, ", size 16", "size 48", [=] { delete static_cast<small *>(block); });
    delete static_cast<large *>(block);
}

TEST_CASE("a wrong alignment is refused")
{
    void *block = unknown(::operator new(100, std::align_val_t(64)));
    check_refused(block, ", alignment 32", "alignment 64",
                  [=] { ::operator delete(block, std::align_val_t(32)); });
    check_refused(block, ", alignment 128", "alignment 64",
                  [=] { ::operator delete[](block, std::align_val_t(128), std::nothrow); });
    check_refused(block, ", alignment 32", "alignment 64",
                  [=] { ::operator delete(block, 100, std::align_val_t(32)); });
    ::operator delete(block, 100, std::align_val_t(64));
}

TEST_CASE("a second delete is refused")
{
    void *block = unknown(::operator new(100));
    check_refused(block, "", live_block, [=] {
        ::operator delete(unknown(block));
        ::operator delete(block);
    });
    ::operator delete(block);
}

TEST_CASE("a block of malloc and an interior pointer are refused")
{
    void *foreign = unknown(std::malloc(100));
    check_refused(foreign, "", live_block, [=] { ::operator delete(foreign); });
    check_refused(foreign, "", live_block, [=] { ::operator delete(foreign, 100); });
    std::free(foreign);
    char *block = static_cast<char *>(unknown(::operator new(100)));
    std::memset(block, 0, 100);
    check_refused(block + 32, "", live_block, [=] { ::operator delete(unknown(block + 32)); });
    ::operator delete(block);
}

TEST_CASE("100,000 blocks, one after the other, do not grow the process")
{
    auto round = [](int count) {
        for (int i = 0; i < count; i++) {
            ::operator delete(unknown(::operator new(4'000)));
            delete static_cast<wide *>(unknown(new wide));
        }
    };
    round(1'000);
    const long before = kibibytes();
    round(100'000);
    CHECK(kibibytes() - before < 1024);
}

TEST_CASE("two threads free each other's blocks")
{
    using names = std::vector<std::string>;
    auto fill = [](names &all) {
        for (int i = 0; i < 20'000; i++) {
            all.push_back(std::string(50, 'a'));
        }
    };
    names one, other;
    std::thread first(fill, std::ref(one)), second(fill, std::ref(other));
    first.join();
    second.join();
    one.swap(other);
    std::thread third([&] { names().swap(one); });
    names().swap(other);
    third.join();
    CHECK(one.empty());
    CHECK(other.empty());
}
