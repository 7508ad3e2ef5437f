/* Messages on a standard error that does not block. */
#include "layers.h"
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

static int reader;
static char said[1 << 20];

/* Makes standard error a pipe that is full. */
static void fill_standard_error(void)
{
    static const char rest[1024];
    int ends[2];
    expect(pipe(ends) == 0);
    reader = ends[0];
    expect(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0);
    expect(dup2(ends[1], STDERR_FILENO) == STDERR_FILENO);
    expect(close(ends[1]) == 0);
    for (size_t size = sizeof rest; size > 0;) {
        size = write(STDERR_FILENO, rest, size) < 0 ? size / 2 : size;
    }
}

static const char message[] = "the reason";

/* Until the message comes. */
static void *read_late(void *argument)
{
    size_t size = 0;
    usleep(50000);
    while (size < sizeof said && memmem(said, size, message, strlen(message)) == NULL) {
        ssize_t got = read(reader, said + size, sizeof said - size);
        expect(got > 0);
        size += (size_t)got;
    }
    return argument;
}

START_TEST(a_message_waits_for_room)
{
    pthread_t thread;
    fill_standard_error();
    ck_assert_int_eq(pthread_create(&thread, NULL, read_late, NULL), 0);
    errno = 7;
    vera_system_print(message, strlen(message));
    ck_assert_int_eq(errno, 7);
    close(STDERR_FILENO); /* so that a message that was lost is not waited for */
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
}
END_TEST

START_TEST(a_message_that_nobody_reads_is_given_up)
{
    fill_standard_error();
    errno = 7;
    vera_system_print(message, strlen(message));
    ck_assert_int_eq(errno, 7);
}
END_TEST

TCase *print_cases(void)
{
    TCase *all = tcase_create("print");
    tcase_set_timeout(all, 30);
    tcase_add_test(all, a_message_waits_for_room);
    tcase_add_test(all, a_message_that_nobody_reads_is_given_up);
    return all;
}
