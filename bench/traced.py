"""What the interpreter does while its allocations are recorded: parses its own
library's source, and writes and reads JSON."""

import ast
import json
import textwrap

with open(textwrap.__file__, encoding="utf-8") as file:
    source = file.read()
for turn in range(3):
    ast.dump(ast.parse(source))
    records = [{"number": number, "text": str(number)} for number in range(3000)]
    json.loads(json.dumps(records))
