"""The interpreter does this while its allocations are recorded: it parses source of its
own library, and writes and reads JSON."""

import ast
import json
import textwrap

with open(textwrap.__file__, encoding="utf-8") as file:
    source = file.read()
for turn in range(3):
    ast.dump(ast.parse(source))
    records = [{"number": number, "text": str(number)} for number in range(3000)]
    json.loads(json.dumps(records))
