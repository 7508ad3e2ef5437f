// SPDX-License-Identifier: MIT
//
// Replaces every form of the global operator new and operator delete. To be linked into
// a program, or preloaded as libvera_memory_new.
//
// A delete that is told neither size nor alignment is common in real programs, and
// vera:memory is always told both. So both stand before each block; a form that is told
// them is held to that. A wrong one, and a block that did not come from here, ends the
// program by one line on standard error and abort().

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

// Of the forms that are told none.
constexpr std::size_t default_align = __STDCPP_DEFAULT_NEW_ALIGNMENT__;
// A record stands directly before its block, and the room for it is the block's
// alignment, so that both are aligned.
static_assert(sizeof(record) <= default_align);

// In place of a size or an alignment that a form of delete has no argument for; no
// block has it.
constexpr std::size_t untold = SIZE_MAX;

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

// As the standard has it: the handler makes room, throws, or does not return. It can do
// nothing for an alignment that there is none of.
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

[[noreturn, gnu::cold]] void refuse(const void *block, const char *what, std::size_t told,
                                    std::size_t kept)
{
    std::fprintf(stderr, "vera_memory: misuse: delete(%p, %s %zu): expected %s %zu\n", block, what,
                 told, what, kept);
    std::abort();
}

[[noreturn, gnu::cold]] void refuse(const void *block)
{
    std::fprintf(
        stderr, "vera_memory: misuse: delete(%p): expected what new returned, not deleted before\n",
        block);
    std::abort();
}

// What malloc writes before its own blocks is hardly ever an alignment.
bool is_live(const void *block, std::size_t align)
{
    return align >= default_align && is_power_of_two(align) &&
           (reinterpret_cast<std::uintptr_t>(block) & (align - 1)) == 0;
}

void deallocate(void *block, std::size_t size = untold, std::size_t align = untold) noexcept
{
    if (block == nullptr) {
        return;
    }
    const record kept = record_of(block);
    if (!is_live(block, kept.align)) {
        refuse(block);
    }
    if (size != untold && size != kept.size) {
        refuse(block, "size", size, kept.size);
    }
    if (align != untold && align != kept.align) {
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
    deallocate(block, untold, number(align));
}

void operator delete[](void *block, std::align_val_t align) noexcept
{
    deallocate(block, untold, number(align));
}

void operator delete(void *block, std::align_val_t align, const std::nothrow_t &) noexcept
{
    deallocate(block, untold, number(align));
}

void operator delete[](void *block, std::align_val_t align, const std::nothrow_t &) noexcept
{
    deallocate(block, untold, number(align));
}

void operator delete(void *block, std::size_t size, std::align_val_t align) noexcept
{
    deallocate(block, size, number(align));
}

void operator delete[](void *block, std::size_t size, std::align_val_t align) noexcept
{
    deallocate(block, size, number(align));
}
