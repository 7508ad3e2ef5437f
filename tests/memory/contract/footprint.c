/* What the library costs once it is loaded: one word of static TLS, no memory before the first
 * call, and little after it.
 */
#include "library.h"
#include "maps.h"
#include "run.h"
#include "sizes.h"
#include "status.h"

#include <dlfcn.h>
#include <link.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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

static size_t mappings(void)
{
    static struct mapping read[4096];
    return maps_read(read, sizeof read / sizeof *read);
}

/* The bars of the benchmark bound what is resident, too. That depends on how many pages of the
 * library's file are in memory already. */
START_TEST(takes_little_after_the_first_pair)
{
    size_t space = status_mapped(), count = mappings(), resident = status_resident();
    struct library library = library_open();
    char *block = library.allocate(16);
    ck_assert_ptr_nonnull(block);
    block[0] = 1;
    library.free(block, 16);
    space = status_mapped() - space;
    count = mappings() - count;
    resident = status_resident() - resident;
    figure("after the first pair: %zu KiB of addresses in %zu mappings, %zu KiB resident",
           space >> 10, count, resident >> 10);
    ck_assert_uint_le(space, (size_t)(4 * MIB));
    ck_assert_uint_le(count, 13);
}
END_TEST

static const char *why_little_is_unknown(void)
{
    return sysconf(_SC_PAGESIZE) != 4096 ? "the bounds are for pages of 4 KiB" : status_skipped();
}

Suite *suite(void)
{
    Suite *suite = suite_create("footprint");
    TCase *all = tcase_create("footprint");
    tcase_add_test(all, has_one_word_of_static_tls);
    add_calls(all);
    if (why_little_is_unknown() == NULL) {
        tcase_add_test(all, takes_little_after_the_first_pair);
    } else {
        skip_test("takes_little_after_the_first_pair", why_little_is_unknown());
    }
    suite_add_tcase(suite, all);
    return suite;
}
