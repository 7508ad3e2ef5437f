/* A program to record: it uses each function of the C library's allocator, with sizes that nothing
 * else has, and a process and a thread of its own. */
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Out of the compiler's sight, which may leave out a malloc that is freed. */
static void *volatile block;

static void *allocate_in_thread(void *unused)
{
    block = malloc(70007);
    free(block);
    return unused;
}

static void allocate_in_child(void)
{
    pid_t child = fork();
    if (child == 0) {
        block = malloc(80008);
        free(block);
        exit(EXIT_SUCCESS);
    }
    waitpid(child, NULL, 0);
}

int main(void)
{
    void *aligned;
    pthread_t thread;
    volatile size_t most = SIZE_MAX / 2;
    block = malloc(10001);
    block = realloc(block, 20002);
    free(block);
    block = calloc(3, 10001);
    free(block);
    block = calloc(most, 3);
    if (block != NULL || posix_memalign(&aligned, 4096, 40004) != 0) {
        return EXIT_FAILURE;
    }
    free(aligned);
    block = aligned_alloc(64, 50048);
    free(block);
    block = malloc(60006); /* not freed */
    allocate_in_child();
    if (pthread_create(&thread, NULL, allocate_in_thread, NULL) != 0) {
        return EXIT_FAILURE;
    }
    pthread_join(thread, NULL);
    return EXIT_SUCCESS;
}
