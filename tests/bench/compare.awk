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
    number++
    if (!(name() in recorded))
        print "not ok " number " - " name() ": " $1 " instructions, and nothing on record"
    else if ($1 > recorded[name()] * 1.02)
        print "not ok " number " - " name() ": " $1 " instructions, " recorded[name()] " on record"
    else
        print "ok " number " - " name() ": " $1 " instructions, " recorded[name()] " on record"
}

END { print "1.." number + 0 }

function name() {
    return substr($0, index($0, " ") + 1)
}
