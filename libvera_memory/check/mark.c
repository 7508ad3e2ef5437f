/* The C library writes the marks. Short ranges are compared by words, which is faster than a
 * call; it happens several times for each block.
 */
#include "check/mark.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MARK 0xDBu /* eight of them make no valid address */
#define MARKS UINT64_C(0xDBDBDBDBDBDBDBDB)
#define FEW ((size_t)64) /* bytes; up to here words are faster than memcmp */

void vera_mark_write(char *at, const char *end)
{
    memset(at, MARK, (size_t)(end - at));
}

static uint64_t word(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* From one word to `FEW` bytes; the last two words may overlap. */
static bool are_few(const char *at, const char *end)
{
    for (const char *last = end - sizeof(uint64_t); at < last; at += sizeof(uint64_t)) {
        if (word(at) != MARKS) {
            return false;
        }
    }
    return word(end - sizeof(uint64_t)) == MARKS;
}

static bool are_marks(const char *at, const char *end)
{
    size_t count = (size_t)(end - at);
    if (count >= sizeof(uint64_t) && count <= FEW) {
        return are_few(at, end);
    }
    return count == 0 || ((unsigned char)*at == MARK && memcmp(at, at + 1, count - 1) == 0);
}

const char *vera_mark_find_other(const char *at, const char *end)
{
    if (are_marks(at, end)) {
        return NULL;
    }
    while ((unsigned char)*at == MARK) {
        at++;
    }
    return at;
}
