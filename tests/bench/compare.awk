# Compares counts, one `FIGURE ROW` a line in the second file, with those that the
# first one has below [key], and reports as TAP. Of a row that leaves the fast path
# now and then, the clock decides a little, hence the 2 %: less than one instruction.

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
        (known ? recorded[name()] : "nothing") " on record"
}

END { print "1.." number + 0 }

function name() {
    return substr($0, index($0, " ") + 1)
}
