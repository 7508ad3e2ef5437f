# The figures that tests told, of their logs, as a table in Markdown: a line for each
# name, with both modes of the library side by side. A name that was told with several
# figures has all of them.

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
    if (told[name, mode] == "")
        told[name, mode] = figure
    else if (index("; " told[name, mode] ";", "; " figure ";") == 0)
        told[name, mode] = told[name, mode] "; " figure
}

function cell(name, mode)
{
    return told[name, mode] == "" ? "-" : told[name, mode]
}
