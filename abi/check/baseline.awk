# Compares the promises of a table, "now LINE", with those of a baseline, "was
# LINE". Reports each promise that was not kept, and exits with 1 if there is one.
#
# A new function needs a new node. A node in the baseline is released, and programs
# that were built with it rely on what it held then.

{
    side = $1
    line = substr($0, length(side) + 2)
    key = $2 ~ /^(constant|function|node)$/ ? $2 " " $3 : $2
}
side == "was" { was[key] = line; keys[++count] = key }
side == "now" { now[key] = line }
side == "now" && $2 == "function" { functions[++function_count] = $3; home[$3] = $4 }

END {
    baseline = ENVIRON["baseline"]
    for (i = 1; i <= count; i++)
        if (!(keys[i] in now))
            complain("a promise of " baseline " is gone: " was[keys[i]])
        else if (now[keys[i]] != was[keys[i]])
            complain("a promise of " baseline " was changed\n  from: " was[keys[i]] \
                "\n    to: " now[keys[i]])
    for (i = 1; i <= function_count; i++) {
        name = functions[i]
        if ((("node " home[name]) in was) && !(("function " name) in was))
            complain("function " name " was added to " home[name] ", which is released (" \
                baseline "); what is new goes into a new node that extends it")
    }
    if (count == 0)
        complain(baseline " is empty, so it is no baseline")
    exit broken
}

function complain(text) {
    print ENVIRON["table"] ": " text
    broken = 1
}
