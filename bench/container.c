/* The program in C++, as a row. */
#include "program.h"
#include "quit.h"
#include "row.h"

void row_program(struct run *run)
{
    enum { WORDS = 100000 };
    run_settled(run);
    while (run_again(run, WORDS)) {
        if (program(run->allocator, WORDS) == 0) {
            quit("the program found no words");
        }
    }
}
