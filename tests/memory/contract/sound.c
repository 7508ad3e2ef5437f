/* Writes a pattern to both ends of blocks, and frees the blocks again. */
#include "sound.h"

#include "mode.h"
#include "pattern.h"
#include "sizes.h"

#include <pthread.h>
#include <vera/memory.h>

enum { EDGE = 8 };

bool sound_calls_of(int64_t size, size_t seed)
{
    enum { COUNT = 40 };
    char *own[COUNT];
    size_t count = size > 64 * KIB ? 3 : COUNT;
    count = mode_is_check() ? count / 3 : count;
    bool works = true;
    for (size_t i = 0; i < count; i++) {
        own[i] = vera_memory_allocate(size);
        if (own[i] == NULL) {
            return false;
        }
        pattern_write(own[i], EDGE, seed + i);
        pattern_write(own[i] + size - EDGE, EDGE, seed + i);
    }
    for (size_t i = 0; i < count; i++) {
        works = works && pattern_holds(own[i] + size - EDGE, EDGE, seed + i) &&
                (size < 2 * EDGE || pattern_holds(own[i], EDGE, seed + i));
        vera_memory_free(own[i], size);
    }
    return works;
}

bool sound_calls(size_t seed)
{
    static const int64_t sizes[] = {
        8,       24,          48,      100,     256,     1000,     4096,
        10000,   40000,       65536,   70000,   100000,  300000,   768 * KIB,
        1 * MIB, 3 * MIB / 2, 2 * MIB, 3 * MIB, 5 * MIB, 10 * MIB, 24 * MIB,
    };
    int64_t most = mode_is_check() ? 1 * MIB : 24 * MIB;
    bool works = true;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        works = works && (sizes[i] > most || sound_calls_of(sizes[i], seed + i));
    }
    return works;
}

/* Returns null if they do not work. */
static void *call(void *seed)
{
    return sound_calls((size_t)(uintptr_t)seed) ? seed : NULL;
}

bool sound_calls_of_threads(void)
{
    pthread_t one, other;
    void *first, *second;
    if (pthread_create(&one, NULL, call, (void *)1000) != 0 ||
        pthread_create(&other, NULL, call, (void *)2000) != 0) {
        return false;
    }
    pthread_join(one, &first);
    pthread_join(other, &second);
    return first != NULL && second != NULL;
}
