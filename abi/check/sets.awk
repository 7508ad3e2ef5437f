# Compares two sets of lines: "promised THING" from a table and "found THING" in a
# header or library. Reports each difference, and exits with 1 if there is one.

{ thing = substr($0, length($1) + 2) }
$1 == "promised" { promised[thing] = 1 }
$1 == "found" { found[thing] = 1 }
{ things[NR] = thing; side[NR] = $1 }

END {
    for (i = 1; i <= NR; i++)
        if (side[i] == "found" && !(things[i] in promised))
            differ("has " things[i] ", which " ENVIRON["table"] " does not promise")
        else if (side[i] == "promised" && !(things[i] in found))
            differ("lacks " things[i] ", which " ENVIRON["table"] " promises")
    exit differs
}

function differ(text) {
    print ENVIRON["made"] ": " text
    differs = 1
}
