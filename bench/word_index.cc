// An index of words in maps, strings and vectors, which take their memory from the measured
// allocator. The words are random; short ones are more frequent.
#include "word_index.h"

#include "random.h"

#include <map>
#include <memory_resource>
#include <new>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

class resource : public std::pmr::memory_resource {
  public:
    explicit resource(const allocator &measured) : a(measured) {}

  private:
    const allocator a;

    void *do_allocate(std::size_t size, std::size_t align) override
    {
        void *block = align <= 8 ? a.allocate(size, 0)
                                 : a.allocate_aligned(a.form->first(size, align),
                                                      a.form->second(size, align));
        return block != nullptr ? block : throw std::bad_alloc();
    }

    void do_deallocate(void *block, std::size_t size, std::size_t align) override
    {
        align <= 8 ? a.free(block, size, 0) : a.free_aligned(block, size, a.form->last(align));
    }

    bool do_is_equal(const memory_resource &other) const noexcept override
    {
        return this == &other;
    }
};

std::pmr::string word(std::uint64_t &seed, std::pmr::memory_resource *memory)
{
    std::pmr::string text(memory);
    for (std::size_t length = 2 + random_below(&seed, 4) * random_below(&seed, 16); length > 0;
         length--) {
        text += static_cast<char>('a' + random_below(&seed, 4));
    }
    return text;
}

} // namespace

std::size_t word_index(const allocator *a, std::size_t words)
{
    resource memory(*a);
    std::uint64_t seed = RANDOM_SEED;
    std::pmr::unordered_map<std::pmr::string, std::pmr::vector<std::size_t>> index(&memory);
    for (std::size_t place = 0; place < words; place++) {
        index[word(seed, &memory)].push_back(place);
    }
    std::pmr::map<std::size_t, std::pmr::vector<std::pmr::string>> by_count(&memory);
    for (const auto &entry : index) {
        by_count[entry.second.size()].push_back(entry.first);
    }
    std::size_t longest = 0;
    for (const auto &group : by_count) {
        for (const auto &text : group.second) {
            longest = text.size() > longest ? text.size() : longest;
        }
    }
    return longest;
}
