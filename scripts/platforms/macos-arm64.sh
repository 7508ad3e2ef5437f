# macOS on Apple's own processors, with pages of 16 KiB. Every binary there needs a
# signature, which the linker makes.
processor=arm64
host=aarch64-apple-darwin20
. "$top/scripts/platforms/darwin.sh"
