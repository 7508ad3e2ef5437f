# Of a report in TAP, what one test came to: the figure that it told, after its name,
# and how it ended if it did not pass. `turn` says which of the runs of a test is meant,
# or `*` for all, which are then counted; `figure` is a part of the name of the figure.

index($0, "# figure: ") == 1 && figure != "" && index($0, figure) {
    told[++figures] = substr($0, index($0, ": ") + 2)
    sub(/^[^:]*: /, "", told[figures])
}

/^(not )?ok / && index($0, ":" test ":") > 0 {
    ended[++runs] = how()
    passed += /^ok /
}

END {
    if (runs == 0)
        print "-"
    else if (turn == "*")
        print passed " of " runs
    else
        print cell(ended[turn], told[figures > 1 ? turn : 1])
}

function cell(end, figure)
{
    if (figure == "" || figure == "fails")
        return end == "" ? "passes" : end == "fails: " ? "fails" : end
    return end figure
}

function how() {
    if (/^ok /)
        return ""
    if (/Test timeout expired/)
        return "hung "
    if (/Received signal/)
        return "crash "
    return "fails: "
}
