/* What the library brings along when it is loaded: one word of static TLS, and no memory
 * before its first call.
 */
#include "library.h"
#include "run.h"
#include "status.h"

#include <link.h>
#include <stdio.h>
#include <string.h>

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
    ck_assert_ptr_nonnull(library.allocate(100));
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
    Suite *suite = suite_create("footprint");
    TCase *all = tcase_create("footprint");
    tcase_add_test(all, has_one_word_of_static_tls);
    if (status_skipped() == NULL) {
        tcase_add_test(all, takes_no_memory_before_the_first_call);
    } else {
        skip_test("takes_no_memory_before_the_first_call", status_skipped());
    }
    suite_add_tcase(suite, all);
    return suite;
}
