# Makes a trace of what recorder.c wrote: addresses become numbers, which are used
# again, so that whoever replays it needs no table.
#   STEPS NUMBERS ALLOCATIONS     first: how many lines follow, how many numbers
#                                 there are, and how many blocks are taken
#   NUMBER SIZE ALIGN             a block is taken
#   NUMBER                        it is freed
# A free of what was there before the recorder is left out; what was never freed is
# freed at the end.

function step(line) {
    steps[++count] = line
}

function free(address) {
    unused[++spare] = number[address]
    step(number[address])
    delete number[address]
}

NF == 1 && $1 in number { free($1) }

NF == 3 {
    if ($1 in number)
        free($1) # it came back in a way that the recorder does not see
    number[$1] = spare > 0 ? unused[spare--] : numbers++
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
