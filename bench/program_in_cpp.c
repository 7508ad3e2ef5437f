/* A program in C++ whose containers use the measured allocator. */
#include "die.h"
#include "row.h"
#include "word_index.h"

void row_program_in_cpp(struct trial *trial)
{
    enum { WORDS = 100000 };
    trial_set_baseline(trial);
    while (trial_again(trial, WORDS)) {
        if (word_index(trial->allocator, WORDS) == 0) {
            die("the program found no words");
        }
    }
}
