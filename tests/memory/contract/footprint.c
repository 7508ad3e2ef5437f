/* What the library costs once it is loaded: one word of static TLS, and no memory before
 * the first call.
 */
#include "library.h"
#include "run.h"

#include <dlfcn.h>
#include <link.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#if UNDER_SANITIZER

/* A sanitizer calls mmap before it is ready for calls from the program. */
static void add_calls(TCase *all)
{
    (void)all;
    skip_test("takes_no_memory_before_the_first_call", "a sanitizer defines mmap itself");
}

#else

/* Counts only the library's calls: this program's mmap is found before the C library's,
 * and the C library calls its own by another name. */
static atomic_size_t calls;

__attribute__((visibility("default"))) void *mmap(void *addr, size_t size, int protection,
                                                  int flags, int file, off_t offset)
{
    void *(*next)(void *, size_t, int, int, int, off_t);
    *(void **)&next = dlsym(RTLD_NEXT, "mmap");
    atomic_fetch_add(&calls, 1);
    return next(addr, size, protection, flags, file, offset);
}

START_TEST(takes_no_memory_before_the_first_call)
{
    size_t before = atomic_load(&calls);
    struct library library = library_open();
    ck_assert_uint_eq(atomic_load(&calls), before);
    ck_assert_ptr_nonnull(library.allocate(100));
    ck_assert_uint_gt(atomic_load(&calls), before);
}
END_TEST

static void add_calls(TCase *all)
{
    tcase_add_test(all, takes_no_memory_before_the_first_call);
}

#endif

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
    Suite *suite = suite_create("footprint");
    TCase *all = tcase_create("footprint");
    tcase_add_test(all, has_one_word_of_static_tls);
    add_calls(all);
    suite_add_tcase(suite, all);
    return suite;
}
