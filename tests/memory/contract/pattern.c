/* Each word mixes the seed and the offset over all its bits. */
#include "pattern.h"

#include <string.h>

static uint64_t word_at(uint64_t seed, size_t offset)
{
    return ((seed << 32) + offset + 1) * UINT64_C(0x9E3779B97F4A7C15);
}

void pattern_write(void *block, size_t size, uint64_t seed)
{
    char *bytes = block;
    size_t offset = 0;
    uint64_t word;
    for (; size - offset >= sizeof word; offset += sizeof word) {
        word = word_at(seed, offset);
        memcpy(bytes + offset, &word, sizeof word);
    }
    word = word_at(seed, offset);
    memcpy(bytes + offset, &word, size - offset);
}

bool pattern_holds(const void *block, size_t size, uint64_t seed)
{
    const char *bytes = block;
    size_t offset = 0;
    uint64_t word;
    for (; size - offset >= sizeof word; offset += sizeof word) {
        word = word_at(seed, offset);
        if (memcmp(bytes + offset, &word, sizeof word) != 0) {
            return false;
        }
    }
    word = word_at(seed, offset);
    return memcmp(bytes + offset, &word, size - offset) == 0;
}
