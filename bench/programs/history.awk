# Writes a history of 500 commits to seven files, for git fast-import.
BEGIN {
    srand(1)
    for (commit = 1; commit <= 500; commit++) {
        text = ""
        for (i = 0; i < 200; i++)
            text = text "line " i " of " (rand() < 0.1 ? commit : int(commit / 9)) "\n"
        printf "blob\nmark :%d\ndata %d\n%s", 2 * commit, length(text), text
        printf "commit refs/heads/main\nmark :%d\n", 2 * commit + 1
        printf "committer A <a@example.org> %d +0000\ndata 5\ntext\n", 1000000000 + 60 * commit
        if (commit > 1)
            printf "from :%d\n", 2 * commit - 1
        printf "M 100644 :%d file%d\n", 2 * commit, commit % 7
    }
}
