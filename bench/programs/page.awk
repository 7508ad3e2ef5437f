# Writes a page of HTML, with headings, text in several styles, and tables.
BEGIN {
    print "<html><body>"
    for (section = 1; section <= 60; section++) {
        printf "<h2>Section %d</h2><p>", section
        for (i = 0; i < 80; i++)
            printf "<b>word %d</b> and <i>text</i> that is laid out ", i
        print "</p><table border=\"1\">"
        for (row = 0; row < 5; row++) {
            printf "<tr>"
            for (column = 0; column < 5; column++)
                printf "<td>%d</td>", row * column
            print "</tr>"
        }
        print "</table>"
    }
    print "</body></html>"
}
