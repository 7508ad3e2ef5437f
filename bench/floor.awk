# What size classes cost a trace. An allocator that keeps memory in the class that it
# was taken for needs, for each class, as much as was live in it at most, even where
# no two classes are at their most at once. Prints, in MiB, what was asked for and
# live at most, the same in slots, and the sum over all classes of each one's most.
#   awk -f bench/floor.awk build/bench/traces/python3.trace

# The slot for a size, as libvera_memory/class.h has it; above 64 KiB whole pages.
function slot(size, step) {
    if (size > 65536)
        return int((size + 4095) / 4096) * 4096
    for (step = 8; size > 16 * step; step *= 2)
        ;
    return int((size + step - 1) / step) * step
}

function add(class, size, sign) {
    asked += sign * size
    slots += sign * class
    live[class > 65536 ? 0 : class] += sign * class
    class = class > 65536 ? 0 : class
    if (asked > most_asked)
        most_asked = asked
    if (slots > most_slots)
        most_slots = slots
    if (live[class] > most[class])
        most[class] = live[class]
}

NR == 1 { next }

NF == 3 {
    # A size that is rounded up to its alignment has a class that is a multiple of it.
    size[$1] = $2
    taken[$1] = slot($3 > 8 ? int(($2 + $3 - 1) / $3) * $3 : $2)
    add(taken[$1], $2, 1)
}

NF == 1 { add(taken[$1], size[$1], -1) }

END {
    for (class in most)
        floor += most[class]
    mib = 1048576
    printf "asked for %.2f, in slots %.2f, by classes %.2f\n", most_asked / mib, most_slots / mib, floor / mib
}
