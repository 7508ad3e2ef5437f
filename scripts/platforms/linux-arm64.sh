# 64-bit ARM, with pages of 4, 16 or 64 KiB.
packages='gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static'
host=aarch64-linux-gnu
. "$top/scripts/platforms/foreign.sh"
emulate aarch64

# paged SIZE: the emulator with pages of that size.
paged() {
    echo "qemu-aarch64-static -p $1 -E LD_PRELOAD=$folder/variables.so -L /usr/$host"
}
variants="16 KiB pages: $(paged 16384)
64 KiB pages: $(paged 65536)"

prepare() {
    "$host-gcc" -O2 -shared -fPIC -o "$folder/variables.so" "$top/scripts/platforms/variables.c"
}
