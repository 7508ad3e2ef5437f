/* A producer allocates blocks of 16 to 1024 bytes, and a consumer in another thread frees them.
 * They share a ring of 1,024 places.
 */
#include "random.h"
#include "row.h"

#include <sched.h>
#include <stdatomic.h>

enum { PLACES = 1024, SIZES = 4096, BLOCKS = 20000 };

struct ring {
    _Alignas(64) atomic_size_t produced;
    _Alignas(64) atomic_size_t consumed;
    _Alignas(64) void *places[PLACES];
    uint32_t sizes[SIZES];
    struct allocator a;
};

#define STOP ((void *)-1)

/* Waits until `counter` differs from `old`, and returns it. Yields now and then, because on two
 * busy cores the other thread may be waiting for this one's. */
static size_t wait(const atomic_size_t *counter, size_t old)
{
    size_t seen;
    for (unsigned turn = 1; (seen = atomic_load_explicit(counter, memory_order_acquire)) == old;
         turn++) {
        if (turn % 256 == 0) {
            sched_yield();
        }
    }
    return seen;
}

static void *consume(void *argument)
{
    struct ring *ring = argument;
    const struct allocator a = ring->a;
    size_t produced = 0;
    for (size_t i = 0;; i++) {
        if (i == produced) {
            produced = wait(&ring->produced, produced);
        }
        void *block = ring->places[i % PLACES];
        if (block == STOP) {
            return NULL;
        }
        a.free(block, ring->sizes[i % SIZES], 0);
        atomic_store_explicit(&ring->consumed, i + 1, memory_order_release);
    }
}

static size_t put(struct ring *ring, size_t place, size_t room, void *block)
{
    while (place == room) {
        room = wait(&ring->consumed, room - PLACES) + PLACES;
    }
    ring->places[place % PLACES] = block;
    atomic_store_explicit(&ring->produced, place + 1, memory_order_release);
    return room;
}

void row_producer_consumer(struct trial *trial)
{
    static struct ring ring;
    pthread_t consumer;
    uint64_t seed = RANDOM_SEED;
    const struct allocator a = *trial->allocator;
    ring.a = a;
    random_sizes(ring.sizes, SIZES, 16, 1024, &seed);
    trial_set_baseline(trial);
    trial_start_thread(&consumer, consume, &ring);
    size_t room = PLACES;
    size_t place = 0;
    while (trial_again(trial, BLOCKS)) {
        for (size_t end = place + BLOCKS; place < end; place++) {
            room = put(&ring, place, room, a.allocate(ring.sizes[place % SIZES], 0));
        }
    }
    put(&ring, place, room, STOP);
    pthread_join(consumer, NULL);
}
