# 32-bit x86, which most x86-64 kernels run, too. Programs use the cross compiler's C
# library, so they must record its path.
packages='gcc-i686-linux-gnu libc6-dev-i386-cross qemu-user-static'
host=i686-linux-gnu
. "$top/scripts/platforms/foreign.sh"
loader=/usr/$host/lib/ld-linux.so.2
settings="$settings LDFLAGS='-Wl,--dynamic-linker=$loader -Wl,-rpath,/usr/$host/lib'"
scale=1

prepare() {
    "$loader" --version >/dev/null 2>&1 || emulate i386
}
