# Makes records, groups them, and writes and reads them as text.
[range(10000) | {id: ., name: "item \(.)", tags: ["a\(. % 7)", "b\(. % 11)"], size: (. * 1.5)}]
| group_by(.tags[0])
| map({tag: .[0].tags[0], total: (map(.size) | add), names: map(.name)})
| tojson | fromjson | length
