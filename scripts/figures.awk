# Reads the logs of tests, and prints the figures in them as a table in Markdown: a line
# for each name, with both modes of the library side by side. A name with several figures
# lists all of them.

BEGIN {
    print "| what | fast | check | check, guarded |"
    print "| --- | --- | --- | --- |"
}

/^# figure: / {
    text = substr($0, length("# figure: ") + 1)
    mode = "fast"
    if (match(text, /^check mode, [0-9]+ pages: /)) {
        mode = text ~ /^check mode, 0 pages/ ? "check" : "guarded"
        text = substr(text, RLENGTH + 1)
    }
    name = text
    sub(/: .*/, "", name)
    add(name, mode, substr(text, length(name) + 3))
}

END {
    for (i = 1; i <= count; i++)
        print "| " names[i] " | " cell(names[i], "fast") " | " cell(names[i], "check") \
            " | " cell(names[i], "guarded") " |"
}

function add(name, mode, figure)
{
    if (!(name in known))
        names[++count] = name
    known[name] = 1
    if (figures[name, mode] == "")
        figures[name, mode] = figure
    else if (index("; " figures[name, mode] ";", "; " figure ";") == 0)
        figures[name, mode] = figures[name, mode] "; " figure
}

function cell(name, mode)
{
    return figures[name, mode] == "" ? "-" : figures[name, mode]
}
