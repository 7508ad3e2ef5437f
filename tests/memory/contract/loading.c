/* dlopen and dlclose: the library comes with one word of static TLS, takes no
 * memory before its first call, and stays when it is closed.
 */
#include "library.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static void use(const struct library *library)
{
    for (int64_t size = 8; size <= 200 * KIB; size *= 3) {
        char *block = library->allocate(size);
        expect(block != NULL);
        block[0] = block[size - 1] = 1;
        library->free(block, size);
    }
}

static bool is_loaded(void)
{
    void *handle = dlopen(library_path(), RTLD_NOW | RTLD_NOLOAD);
    if (handle != NULL) {
        dlclose(handle);
    }
    return handle != NULL;
}

START_TEST(stays_when_it_is_closed)
{
    ck_assert(!is_loaded());
    struct library library = library_open();
    void *block = library.allocate(100);
    ck_assert_ptr_nonnull(block);
    ck_assert_int_eq(dlclose(library.handle), 0);
    ck_assert(is_loaded());
    library.free(block, 100);
    struct library again = library_open();
    ck_assert(again.allocate == library.allocate);
    dlclose(again.handle);
}
END_TEST

static sem_t used, finish;

/* Has a cache while the library is closed, and ends after that. */
static void *use_and_wait(void *argument)
{
    struct library library = library_open();
    use(&library);
    dlclose(library.handle);
    sem_post(&used);
    sem_wait(&finish);
    use(&library);
    return argument;
}

static void open_and_close(void)
{
    struct library library = library_open();
    use(&library);
    expect(dlclose(library.handle) == 0);
}

static size_t resident_after(void (*act)(void), size_t times)
{
    for (size_t i = 0; i < times; i++) {
        act();
    }
    return status_resident();
}

START_TEST(opened_and_closed_while_a_thread_has_a_cache)
{
    pthread_t thread;
    ck_assert_int_eq(sem_init(&used, 0, 0), 0);
    ck_assert_int_eq(sem_init(&finish, 0, 0), 0);
    ck_assert_int_eq(pthread_create(&thread, NULL, use_and_wait, NULL), 0);
    sem_wait(&used);
    size_t resident = resident_after(open_and_close, 10);
    resident = resident_after(open_and_close, scaled(100)) - resident;
    sem_post(&finish);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    figure("dlopen and dlclose: %zu times, resident memory grew by %zd KiB", scaled(100),
           (ssize_t)resident / 1024);
    if (status_skipped() == NULL) {
        ck_assert_int_le((ssize_t)resident, MIB);
    }
}
END_TEST

static void *open_use_close(void *argument)
{
    open_and_close();
    return argument;
}

START_TEST(opened_and_closed_by_threads_that_end)
{
    size_t resident = 0;
    for (size_t i = 0; i < 10 + scaled(100); i++) {
        pthread_t thread;
        ck_assert_int_eq(pthread_create(&thread, NULL, open_use_close, NULL), 0);
        pthread_join(thread, NULL);
        resident = i == 10 ? status_resident() : resident;
    }
    resident = status_resident() - resident;
    figure("dlopen and dlclose in threads that end: %zu, resident memory grew by %zd KiB",
           scaled(100), (ssize_t)resident / 1024);
    ck_assert_int_le((ssize_t)resident, MIB);
}
END_TEST

/* Bytes in mappings that have no file, beside the C library's heap and what
 * stands right behind a library's own segments, its variables. */
static size_t anonymous(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    ck_assert_ptr_nonnull(maps);
    char line[1024];
    size_t bytes = 0;
    unsigned long start, end, last_end = 0;
    while (fgets(line, sizeof line, maps) != NULL) {
        unsigned long inode;
        char name[512] = "";
        ck_assert_int_ge(sscanf(line, "%lx-%lx %*s %*s %*s %lu %511s", &start, &end, &inode, name),
                         3);
        if (inode == 0 && name[0] == '\0' && start != last_end) {
            bytes += end - start;
        }
        last_end = inode != 0 ? end : 0;
    }
    fclose(maps);
    return bytes;
}

START_TEST(takes_no_memory_before_the_first_call)
{
    size_t before = anonymous();
    struct library library = library_open();
    ck_assert_uint_eq(anonymous(), before);
    use(&library);
    ck_assert_uint_gt(anonymous(), before);
}
END_TEST

static int find_tls(struct dl_phdr_info *info, size_t size, void *found)
{
    (void)size;
    if (strstr(info->dlpi_name, "libvera_memory") == NULL) {
        return 0;
    }
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type == PT_TLS) {
            *(size_t *)found += info->dlpi_phdr[i].p_memsz;
        }
    }
    return 1;
}

START_TEST(has_one_word_of_static_tls)
{
    size_t bytes = 0;
    library_open();
    ck_assert_int_eq(dl_iterate_phdr(find_tls, &bytes), 1);
    ck_assert_uint_eq(bytes, sizeof(void *));
}
END_TEST

Suite *suite(void)
{
    Suite *suite = suite_create("loading");
    TCase *all = tcase_create("loading");
    tcase_add_test(all, stays_when_it_is_closed);
    tcase_add_test(all, opened_and_closed_while_a_thread_has_a_cache);
    tcase_add_test(all, has_one_word_of_static_tls);
    if (status_skipped() == NULL) {
        tcase_add_test(all, opened_and_closed_by_threads_that_end);
        tcase_add_test(all, takes_no_memory_before_the_first_call);
    } else {
        skip_test("opened_and_closed_by_threads_that_end", status_skipped());
        skip_test("takes_no_memory_before_the_first_call", status_skipped());
    }
    suite_add_tcase(suite, all);
    return suite;
}
