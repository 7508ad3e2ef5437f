// SPDX-License-Identifier: MIT
//
// vera:memory for C++17: lets containers, std::allocate_shared and std::pmr allocate
// here. They free a block with its size and alignment, as vera:memory requires, so
// nothing is stored next to a block and nothing is looked up.
//
// Any thread may use any of it, and any thread may free a block. Without exceptions,
// std::terminate takes the place of a throw.
#ifndef VERA_MEMORY_HPP
#define VERA_MEMORY_HPP

#if __cplusplus < 201703L && !(defined(_MSVC_LANG) && _MSVC_LANG >= 201703L)
#error "<vera/memory.hpp> needs C++17 or later, as with -std=c++17"
#endif

#include <cstddef>
#include <cstdint>
#include <exception>
#include <limits>
#include <memory_resource>
#include <new>
#include <type_traits>
#include <utility>
#include <vera/memory.h>

namespace vera {

namespace detail {

// The alignment of vera_memory_allocate, which takes fewer instructions than
// vera_memory_allocate_aligned.
constexpr std::size_t plain_align = 8;

template <class Exception> [[noreturn]] void raise()
{
#if defined(__cpp_exceptions)
    throw Exception();
#else
    std::terminate();
#endif
}

// A size that no object can have is negative as an int64_t, or too large: null either way.
inline void *allocate(std::size_t size, std::size_t align)
{
    void *block = align <= plain_align
                      ? vera_memory_allocate(static_cast<std::int64_t>(size))
                      : vera_memory_allocate_aligned(static_cast<std::int64_t>(size),
                                                     static_cast<std::int64_t>(align));
    if (block == nullptr) {
        raise<std::bad_alloc>();
    }
    return block;
}

// The caller's `align`. For a small one the block comes from vera_memory_allocate, which
// checks none.
inline std::size_t checked(std::size_t align)
{
    if (align == 0 || (align & (align - 1)) != 0) {
        raise<std::bad_alloc>();
    }
    return align;
}

inline void deallocate(void *block, std::size_t size, std::size_t align) noexcept
{
    if (align <= plain_align) {
        vera_memory_free(block, static_cast<std::int64_t>(size));
    } else {
        vera_memory_free_aligned(block, static_cast<std::int64_t>(size),
                                 static_cast<std::int64_t>(align));
    }
}

} // namespace detail

// For containers, and for everything else that takes an allocator. All allocators are
// equal. T may be over-aligned.
template <class T> class allocator {
  public:
    using value_type = T;
    using is_always_equal = std::true_type;
    using propagate_on_container_move_assignment = std::true_type;

    constexpr allocator() noexcept = default;
    template <class U> constexpr allocator(const allocator<U> &) noexcept {}

    // Returns uninitialized memory for `count` objects. Throws
    // std::bad_array_new_length if their size overflows std::size_t, and
    // std::bad_alloc if there is not that much memory.
    [[nodiscard]] T *allocate(std::size_t count)
    {
        if (count > std::numeric_limits<std::size_t>::max() / sizeof(T)) {
            detail::raise<std::bad_array_new_length>();
        }
        return static_cast<T *>(detail::allocate(count * sizeof(T), alignof(T)));
    }

    // Frees what allocate(count) returned.
    void deallocate(T *block, std::size_t count) noexcept
    {
        detail::deallocate(block, count * sizeof(T), alignof(T));
    }
};

template <class T, class U>
constexpr bool operator==(const allocator<T> &, const allocator<U> &) noexcept
{
    return true;
}

template <class T, class U>
constexpr bool operator!=(const allocator<T> &, const allocator<U> &) noexcept
{
    return false;
}

// For std::pmr. All resources of this type are equal.
class memory_resource final : public std::pmr::memory_resource {
    void *do_allocate(std::size_t size, std::size_t align) override
    {
        return detail::allocate(size, align);
    }

    void do_deallocate(void *block, std::size_t size, std::size_t align) override
    {
        detail::deallocate(block, size, align);
    }

    // Without type information, two resources count as different. A container then
    // moves its elements one by one, which is slower but correct.
    bool do_is_equal(const std::pmr::memory_resource &other) const noexcept override
    {
#if defined(__cpp_rtti)
        return dynamic_cast<const memory_resource *>(&other) != nullptr;
#else
        return this == &other;
#endif
    }
};

// A resource that is never destroyed: for std::pmr::set_default_resource, and for
// objects that live to the very end of the program.
inline memory_resource *get_memory_resource() noexcept
{
    alignas(memory_resource) static unsigned char place[sizeof(memory_resource)];
    static memory_resource *const resource = ::new (place) memory_resource;
    return resource;
}

// Owns uninitialized bytes. A std::vector would write to all of them first, and has no
// alignment but its elements'.
class buffer {
  public:
    // Owns nothing; data() is null.
    buffer() noexcept = default;

    // Owns `size` bytes at a multiple of `align`. Throws std::bad_alloc if `align` is
    // not a power of two or there is not that much memory.
    explicit buffer(std::size_t size, std::size_t align = alignof(std::max_align_t))
        : data_(static_cast<std::byte *>(detail::allocate(size, detail::checked(align)))),
          size_(size), align_(align)
    {
    }

    // Leaves `other` owning nothing.
    buffer(buffer &&other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)),
          align_(other.align_)
    {
    }

    // The same, and frees what this buffer owned before.
    buffer &operator=(buffer &&other) noexcept
    {
        buffer taken(std::move(other));
        std::swap(data_, taken.data_);
        std::swap(size_, taken.size_);
        std::swap(align_, taken.align_);
        return *this;
    }

    ~buffer() { detail::deallocate(data_, size_, align_); }

    std::byte *data() noexcept { return data_; }
    const std::byte *data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }
    std::size_t alignment() const noexcept { return align_; }

    // A contiguous range, so that algorithms and std::span take it.
    std::byte *begin() noexcept { return data_; }
    const std::byte *begin() const noexcept { return data_; }
    std::byte *end() noexcept { return data_ + size_; }
    const std::byte *end() const noexcept { return data_ + size_; }

  private:
    std::byte *data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t align_ = alignof(std::max_align_t);
};

} // namespace vera

#endif
