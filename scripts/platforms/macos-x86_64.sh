# macOS on Intel's processors.
processor=x86_64
host=x86_64-apple-darwin20
. "$top/scripts/platforms/darwin.sh"
