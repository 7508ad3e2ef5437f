# The memory that classes and slabs need for a recording, without what threads' caches hold. Reads
# the steps that vera-bench prints:
#   build/bench/vera-bench --print=build/bench/recordings/python3.rec | awk -f bench/floor.awk
# Prints peaks in MiB: of live blocks as asked for, and rounded up to slots; the sum of each
# class's own peak, which is the least if memory stays in its class; and what slabs have pages
# for, if a slab goes back when it is empty. To compare designs, -v sets:
#   steps=N     classes for each doubling of the size above 512 bytes (8)
#   small=N     bytes in a slab of blocks of up to 256 bytes (16384)
#   most=N      the largest size that has a class (65536); more has pages of its own
#   fullest=N   the fullest of the first N partial slabs serves, not just the first (1)
BEGIN {
    steps = steps ? steps : 8
    small = small ? small : 16384
    most = most ? most : 65536
    fullest = fullest ? fullest : 1
    page = 4096
}

function rounded_up(size, unit) {
    return int((size + unit - 1) / unit) * unit
}

# The size of a slot, as in libvera_memory/class.h.
function slot(size, step) {
    if (size > most)
        return rounded_up(size, page)
    for (step = 8; size > 16 * step; step *= 2)
        ;
    if (size > 512)
        step *= 8 / steps
    return rounded_up(size, step)
}

# As in libvera_memory/slab.c.
function slab_bytes(size) {
    return size <= 256 ? small : size <= 1024 ? 32768 : size <= 4096 ? 65536 : \
           rounded_up(size <= 16384 ? 8 * size : 4 * size, page)
}

function lift_most() {
    most_asked = asked > most_asked ? asked : most_asked
    most_slots = slots > most_slots ? slots : most_slots
    most_pages = pages > most_pages ? pages : most_pages
}

# The lists of partial slabs have a slab's successor and its predecessor, or 0.
function push(class, slab) {
    after[slab] = first[class]
    before[slab] = 0
    if (first[class])
        before[first[class]] = slab
    first[class] = slab
}

function remove(class, slab) {
    if (before[slab])
        after[before[slab]] = after[slab]
    else
        first[class] = after[slab]
    if (after[slab])
        before[after[slab]] = before[slab]
}

function new_slab(class) {
    slabs++
    free_slots[slabs] = capacity[slabs] = int(slab_bytes(class) / class)
    lowest[slabs] = touched[slabs] = 0
    push(class, slabs)
    return slabs
}

function choose(class, slab, best, i) {
    best = slab = first[class]
    for (i = 1; i < fullest && (slab = after[slab]); i++)
        if (free_slots[slab] < free_slots[best])
            best = slab
    return best ? best : new_slab(class)
}

# Pages of a slab up to the end of a slot.
function touch(slab, class, place, end) {
    end = int(((place + 1) * class - 1) / page) + 1
    if (end > touched[slab]) {
        pages += end - touched[slab]
        touched[slab] = end
    }
}

function take_slot(number, class, slab, place) {
    slab = choose(class)
    for (place = lowest[slab]; (slab, place) in used; place++)
        ;
    used[slab, place] = 1
    lowest[slab] = place + 1
    touch(slab, class, place)
    if (--free_slots[slab] == 0)
        remove(class, slab)
    in_slab[number] = slab
    at[number] = place
}

function give_slot(number, class, slab, place) {
    slab = in_slab[number]
    place = at[number]
    delete used[slab, place]
    lowest[slab] = place < lowest[slab] ? place : lowest[slab]
    if (++free_slots[slab] == 1)
        push(class, slab)
    if (free_slots[slab] == capacity[slab]) {
        remove(class, slab)
        pages -= touched[slab]
    }
}

function count(class, size, sign) {
    asked += sign * size
    slots += sign * class
    live[class > most ? 0 : class] += sign * class
    class = class > most ? 0 : class
    most_live[class] = live[class] > most_live[class] ? live[class] : most_live[class]
}

NF == 3 {
    # A size that is rounded up to its alignment has a class that is a multiple of that.
    size[$1] = $2
    taken[$1] = slot($3 > 8 ? rounded_up($2, $3) : $2)
    count(taken[$1], $2, 1)
    if (taken[$1] > most)
        pages += taken[$1] / page
    else
        take_slot($1, taken[$1])
    lift_most()
}

NF == 1 {
    count(taken[$1], size[$1], -1)
    if (taken[$1] > most)
        pages -= taken[$1] / page
    else
        give_slot($1, taken[$1])
}

END {
    for (class in most_live)
        floor += most_live[class]
    mib = 1048576
    printf "asked for %.2f, in slots %.2f, by classes %.2f, in slabs %.2f\n", most_asked / mib, \
        most_slots / mib, floor / mib, most_pages * page / mib
}
