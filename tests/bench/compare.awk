# Compares counts, one `FIGURE ROW` per line in the third file, with those below [key] in the
# second, and with what README.md, the first, says of a pair; reports in TAP. In a row that leaves
# the fast path now and then, the clock has a small influence. Hence the tolerance of 2 %, which
# is less than one instruction.

FNR == 1 { file++ }

file == 1 {
    text = text " " $0
    next
}

file == 2 {
    if (/^\[/)
        ours = $0 == "[" key "]"
    else if (ours && NF > 1)
        recorded[name()] = $1
    next
}

{
    known = name() in recorded
    report(known && $1 <= recorded[name()] * 1.02, \
        name() ": " $1 " instructions, " (known ? recorded[name()] : "nothing") " recorded")
}

$2 == "ping-pong" {
    up_to = $4 != "Ki" || $3 == 1 ? "1 KiB" : "64 KiB"
    if ($1 > most[up_to])
        most[up_to] = $1
}

END {
    if (match(text, /[0-9]+ instructions up to 1 KiB and [0-9]+ up to 64 KiB/)) {
        split(substr(text, RSTART, RLENGTH), words)
        promised["1 KiB"] = words[1]
        promised["64 KiB"] = words[8]
    }
    compare_promise("1 KiB")
    compare_promise("64 KiB")
    print "1.." number + 0
}

function compare_promise(up_to)
{
    report(up_to in promised && sprintf("%.0f", most[up_to]) == promised[up_to], \
        "a pair up to " up_to ": " most[up_to] " instructions, " \
        (up_to in promised ? promised[up_to] : "nothing") " in README.md")
}

function report(good, what)
{
    print (good ? "ok " : "not ok ") ++number " - " what
}

function name() {
    return substr($0, index($0, " ") + 1)
}
