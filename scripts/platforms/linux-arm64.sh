# 64-bit ARM, which has pages of 4, 16 and 64 KiB.
packages='gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static'
host=aarch64-linux-gnu
. "$top/scripts/platforms/foreign.sh"
emulate aarch64
variants="16 KiB pages: qemu-aarch64-static -p 16384 -L /usr/$host
64 KiB pages: qemu-aarch64-static -p 65536 -L /usr/$host"

# With such pages, which the machine does not have, qemu lets no system call read or write
# most of what is no part of a program's file, but of its variables.
vary() {
    why='qemu has no system calls on variables with such pages'
    apart="tests/memory/contract/lifetime: $why"
    case $1 in
    64*) apart="$apart
tests/binding/*: $why" ;;
    esac
}
