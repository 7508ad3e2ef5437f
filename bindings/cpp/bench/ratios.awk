# Reads lines of ALLOCATOR WORKLOAD FIGURE, and prints a row of medians per workload, each with
# its ratio to the first allocator's.

!($1 in columns) { columns[$1] = ++width; allocators[width] = $1 }
!($2 in rows) { rows[$2] = ++height; workloads[height] = $2 }
{ figures[$1, $2, ++counts[$1, $2]] = $3 }

function median(allocator, workload,    count, i, j, value, sorted)
{
    count = counts[allocator, workload]
    for (i = 1; i <= count; i++) {
        value = figures[allocator, workload, i]
        for (j = i; j > 1 && sorted[j - 1] > value; j--)
            sorted[j] = sorted[j - 1]
        sorted[j] = value
    }
    return sorted[int((count + 1) / 2)]
}

END {
    printf "%-16s", ""
    for (i = 1; i <= width; i++)
        printf " %16s", allocators[i]
    for (j = 1; j <= height; j++) {
        printf "\n%-16s", workloads[j]
        first = median(allocators[1], workloads[j])
        for (i = 1; i <= width; i++) {
            value = median(allocators[i], workloads[j])
            printf " %9.1f %6s", value, sprintf("(%.2f)", value / first)
        }
    }
    print ""
}
