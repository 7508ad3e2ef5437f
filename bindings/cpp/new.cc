// SPDX-License-Identifier: MIT
//
// Replaces every form of the global operator new and operator delete. Link it into a
// program, or preload it as libvera_memory_new.
//
// Real programs often call a delete that passes neither size nor alignment, and
// vera:memory needs both. So both are stored before each block, and a delete that does
// pass them is checked. On a wrong one, or a block that did not come from here, the
// program prints one line on standard error and ends with abort().

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <vera/memory.h>

namespace {

struct record {
    std::size_t size;
    std::size_t align; // 0 once the block was deleted
};

// Of the forms without an alignment.
constexpr std::size_t default_align = __STDCPP_DEFAULT_NEW_ALIGNMENT__;
// A record stands directly before its block. The room for it is as large as the block's
// alignment, so that room and block are both aligned.
static_assert(sizeof(record) <= default_align);

// For the size or the alignment that a form of delete does not pass. No block has it.
constexpr std::size_t not_passed = SIZE_MAX;

constexpr std::size_t number(std::align_val_t align)
{
    return std::max(static_cast<std::size_t>(align), default_align);
}

constexpr bool is_power_of_two(std::size_t number)
{
    return number != 0 && (number & (number - 1)) == 0;
}

char *room_of(void *block, std::size_t size)
{
    return static_cast<char *>(block) - size;
}

record &record_of(void *block)
{
    return *reinterpret_cast<record *>(room_of(block, sizeof(record)));
}

void *attempt(std::size_t size, std::size_t align) noexcept
{
    if (size > PTRDIFF_MAX - align) {
        return nullptr;
    }
    void *room = vera_memory_allocate_aligned(static_cast<std::int64_t>(align + size),
                                              static_cast<std::int64_t>(align));
    if (room == nullptr) {
        return nullptr;
    }
    void *block = static_cast<char *>(room) + align;
    record_of(block) = {size, align};
    return block;
}

// As the standard requires, the handler makes room, throws, or does not return. It cannot
// help with an alignment that is not a power of two.
void *allocate(std::size_t size, std::align_val_t align = std::align_val_t(default_align))
{
    if (!is_power_of_two(static_cast<std::size_t>(align))) {
        throw std::bad_alloc();
    }
    for (;;) {
        if (void *block = attempt(size, number(align))) {
            return block;
        }
        std::new_handler handler = std::get_new_handler();
        if (handler == nullptr) {
            throw std::bad_alloc();
        }
        handler();
    }
}

void *allocate_or_null(std::size_t size,
                       std::align_val_t align = std::align_val_t(default_align)) noexcept
{
    try {
        return allocate(size, align);
    } catch (...) {
        return nullptr;
    }
}

[[noreturn, gnu::cold]] void refuse(const void *block, const char *what, std::size_t passed,
                                    std::size_t kept)
{
    std::fprintf(stderr, "vera_memory: misuse: delete(%p, %s %zu): expected %s %zu\n", block, what,
                 passed, what, kept);
    std::abort();
}

[[noreturn, gnu::cold]] void refuse(const void *block)
{
    std::fprintf(
        stderr,
        "vera_memory: misuse: delete(%p): expected a block of new that was not deleted before\n",
        block);
    std::abort();
}

// The bytes that malloc writes before its own blocks are hardly ever an alignment.
bool is_live(const void *block, std::size_t align)
{
    return align >= default_align && is_power_of_two(align) &&
           (reinterpret_cast<std::uintptr_t>(block) & (align - 1)) == 0;
}

void deallocate(void *block, std::size_t size = not_passed, std::size_t align = not_passed) noexcept
{
    if (block == nullptr) {
        return;
    }
    const record kept = record_of(block);
    if (!is_live(block, kept.align)) {
        refuse(block);
    }
    if (size != not_passed && size != kept.size) {
        refuse(block, "size", size, kept.size);
    }
    if (align != not_passed && align != kept.align) {
        refuse(block, "alignment", align, kept.align);
    }
    record_of(block).align = 0;
    vera_memory_free_aligned(room_of(block, kept.align),
                             static_cast<std::int64_t>(kept.align + kept.size),
                             static_cast<std::int64_t>(kept.align));
}

} // namespace

void *operator new(std::size_t size)
{
    return allocate(size);
}

void *operator new[](std::size_t size)
{
    return allocate(size);
}

void *operator new(std::size_t size, const std::nothrow_t &) noexcept
{
    return allocate_or_null(size);
}

void *operator new[](std::size_t size, const std::nothrow_t &) noexcept
{
    return allocate_or_null(size);
}

void *operator new(std::size_t size, std::align_val_t align)
{
    return allocate(size, align);
}

void *operator new[](std::size_t size, std::align_val_t align)
{
    return allocate(size, align);
}

void *operator new(std::size_t size, std::align_val_t align, const std::nothrow_t &) noexcept
{
    return allocate_or_null(size, align);
}

void *operator new[](std::size_t size, std::align_val_t align, const std::nothrow_t &) noexcept
{
    return allocate_or_null(size, align);
}

void operator delete(void *block) noexcept
{
    deallocate(block);
}

void operator delete[](void *block) noexcept
{
    deallocate(block);
}

void operator delete(void *block, const std::nothrow_t &) noexcept
{
    deallocate(block);
}

void operator delete[](void *block, const std::nothrow_t &) noexcept
{
    deallocate(block);
}

void operator delete(void *block, std::size_t size) noexcept
{
    deallocate(block, size);
}

void operator delete[](void *block, std::size_t size) noexcept
{
    deallocate(block, size);
}

void operator delete(void *block, std::align_val_t align) noexcept
{
    deallocate(block, not_passed, number(align));
}

void operator delete[](void *block, std::align_val_t align) noexcept
{
    deallocate(block, not_passed, number(align));
}

void operator delete(void *block, std::align_val_t align, const std::nothrow_t &) noexcept
{
    deallocate(block, not_passed, number(align));
}

void operator delete[](void *block, std::align_val_t align, const std::nothrow_t &) noexcept
{
    deallocate(block, not_passed, number(align));
}

void operator delete(void *block, std::size_t size, std::align_val_t align) noexcept
{
    deallocate(block, size, number(align));
}

void operator delete[](void *block, std::size_t size, std::align_val_t align) noexcept
{
    deallocate(block, size, number(align));
}
