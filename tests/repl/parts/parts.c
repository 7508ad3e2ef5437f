/* The suite of the unit tests, from the lowest part up. None of these parts needs a
 * module. */
#include "parts.h"

Suite *suite(void)
{
    static TCase *(*const parts[])(void) = {
        text_cases,  line_cases,   fault_cases, token_cases,    parse_cases,
        value_cases, blocks_cases, vet_cases,   complete_cases,
    };
    Suite *suite = suite_create("parts");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        suite_add_tcase(suite, parts[i]());
    }
    return suite;
}
