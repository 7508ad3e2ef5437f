# vera-repl: its parts, and the whole as a script and a person use it.

include %D%/parts/local.mk
