# Compares counts, one `FIGURE ROW` per line in the second file, with those below [key] in the
# first, and reports in TAP. In a row that leaves the fast path now and then, the clock has a
# small influence. Hence the tolerance of 2 %, which is less than one instruction.

FNR == NR {
    if (/^\[/)
        ours = $0 == "[" key "]"
    else if (ours && NF > 1)
        recorded[name()] = $1
    next
}

{
    known = name() in recorded
    good = known && $1 <= recorded[name()] * 1.02
    print (good ? "ok " : "not ok ") ++number " - " name() ": " $1 " instructions, " \
        (known ? recorded[name()] : "nothing") " recorded"
}

END { print "1.." number + 0 }

function name() {
    return substr($0, index($0, " ") + 1)
}
