# Turns what recorder.c wrote into a trace. Addresses become numbers, which are reused, so
# that a replay needs no table.
#   STEPS NUMBERS ALLOCATIONS     first: how many lines follow, how many numbers
#                                 there are, and how many blocks are allocated
#   NUMBER SIZE ALIGN             a block is allocated
#   NUMBER                        it is freed
# Frees of blocks from before the recorder started are left out; blocks that were never
# freed are freed at the end.

function step(line) {
    steps[++count] = line
}

function free(address) {
    reusable[++free_numbers] = number[address]
    step(number[address])
    delete number[address]
}

NF == 1 && $1 in number { free($1) }

NF == 3 {
    if ($1 in number)
        free($1) # it was freed in a way that the recorder does not see
    number[$1] = free_numbers > 0 ? reusable[free_numbers--] : numbers++
    step(number[$1] " " ($2 > 0 ? $2 : 1) " " $3)
    allocations++
}

END {
    if (allocations == 0) {
        print "trace.awk: nothing was recorded" >"/dev/stderr"
        exit 1
    }
    for (address in number)
        free(address)
    print count, numbers, allocations
    for (i = 1; i <= count; i++)
        print steps[i]
}
