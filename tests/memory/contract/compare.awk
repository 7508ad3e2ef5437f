# Prints the result of one test from a report in TAP: its figure without the figure's name,
# and before it how the test ended if it did not pass. `turn` selects one of several runs of
# the test; `*` counts those that passed. `figure` is a part of the figure's name.

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
        return end == "" ? "passes" : end == "fails: " ? "fails" : substr(end, 1, length(end) - 1)
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
