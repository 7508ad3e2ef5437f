# The least memory that an allocator with size classes needs for a trace. Memory stays in its
# class, so each class needs its own peak of live bytes, even if no two classes peak at the
# same time. Prints three peaks of live bytes in MiB: as asked for, rounded up to slots, and
# the sum of every class's own peak.
#   awk -f bench/class_floor.awk build/bench/traces/python3.trace

# The size of a slot, as in libvera_memory/class.h; above 64 KiB, whole pages.
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
    # A size that is rounded up to its alignment has a class that is a multiple of that.
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
