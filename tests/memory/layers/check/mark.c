/* Marks: any other byte among them is found, wherever it is. */
#include "check/mark.h"

#include "layers.h"

#include <stddef.h>

enum { MOST = 150, ROOM = MOST + 16 };

START_TEST(a_changed_byte_is_found)
{
    static char bytes[ROOM];
    for (size_t start = 0; start < 8; start++) {
        for (size_t count = 0; count <= MOST; count++) {
            char *at = bytes + start;
            vera_mark_write(at, at + count);
            expect(vera_mark_find_other(at, at + count) == NULL);
            for (size_t i = 0; i < count; i++) {
                at[i] ^= 1;
                expect(vera_mark_find_other(at, at + count) == at + i);
                at[i] ^= 1;
            }
        }
    }
}
END_TEST

START_TEST(the_first_of_several_is_found)
{
    static char bytes[MOST];
    vera_mark_write(bytes, bytes + MOST);
    for (size_t i = MOST; i-- > 0;) {
        bytes[i] ^= 1;
        expect(vera_mark_find_other(bytes, bytes + MOST) == bytes + i);
    }
}
END_TEST

START_TEST(bytes_on_both_sides_are_left_alone)
{
    char bytes[ROOM] = {0};
    for (size_t count = 0; count <= MOST; count++) {
        vera_mark_write(bytes + 8, bytes + 8 + count);
        expect(bytes[7] == 0 && bytes[8 + count] == 0);
        expect(vera_mark_find_other(bytes + 8, bytes + 9 + count) == bytes + 8 + count);
    }
}
END_TEST

TCase *mark_cases(void)
{
    TCase *all = tcase_create("mark");
    tcase_add_test(all, a_changed_byte_is_found);
    tcase_add_test(all, the_first_of_several_is_found);
    tcase_add_test(all, bytes_on_both_sides_are_left_alone);
    return all;
}
