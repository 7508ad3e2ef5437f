/* Frees with a wrong size in a thread whose cancellation is pending: the whole line is
 * printed, and the thread runs on to its next cancellation point.
 */
#include "misuse.h"

#include <pthread.h>

static void cancel_and_free(void *block)
{
    pthread_cancel(pthread_self());
    free_block(block, -1);
    free_block(block, 100);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
}

int main(void)
{
    char *block = allocate(100);
    print_address("ADDRESS", block);
    in_another_thread(cancel_and_free, block);
    return go_on();
}
