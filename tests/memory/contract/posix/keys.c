/* Uses up pthread keys. */
#include "keys.h"

#include <limits.h>
#include <pthread.h>

size_t keys_use_up(size_t *most)
{
    pthread_key_t key;
    size_t count = 0;
    while (pthread_key_create(&key, NULL) == 0) {
        count++;
    }
    *most = PTHREAD_KEYS_MAX;
    return count;
}
