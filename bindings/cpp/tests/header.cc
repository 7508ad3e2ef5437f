// Uses everything in <vera/memory.hpp>. It is compiled as users compile, with all their
// warnings and language versions, and never run. The header comes first because it must not
// need another.
#include <vera/memory.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>
#if __cplusplus >= 202002L
#include <span>
#endif

struct alignas(64) line {
    char bytes[64];
};

template class vera::allocator<char>;
template class vera::allocator<line>;

static_assert(vera::allocator<int>() == vera::allocator<long>());
static_assert(!(vera::allocator<int>() != vera::allocator<long>()));

// A container of an incomplete type.
struct tree {
    std::vector<tree, vera::allocator<tree>> branches;
};

int main()
{
    std::vector<line, vera::allocator<line>> lines(3);
    std::map<int, int, std::less<>, vera::allocator<std::pair<const int, int>>> numbers{{1, 2}};
    std::pmr::string text("text", vera::get_memory_resource());
    std::shared_ptr<tree> shared = std::allocate_shared<tree>(vera::allocator<tree>());
    vera::buffer bytes(100);
    bytes = vera::buffer(200, 64);
#if __cplusplus >= 202002L
    std::span<std::byte> span(bytes);
    return static_cast<int>(span.size()) - 200;
#endif
}
