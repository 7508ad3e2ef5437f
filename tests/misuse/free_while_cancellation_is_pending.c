/* A thread that is cancelled frees with a wrong size: the line comes whole, and the thread
 * goes on to where it may end.
 */
#include "misuse.h"

#include <pthread.h>

static void cancel_and_give(void *block)
{
    pthread_cancel(pthread_self());
    give(block, -1);
    give(block, 100);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
}

int main(void)
{
    char *block = take(100);
    tell("ADDRESS", block);
    in_another_thread(cancel_and_give, block);
    return go_on();
}
