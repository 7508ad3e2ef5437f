# 64-bit RISC-V.
packages='gcc-riscv64-linux-gnu libc6-dev-riscv64-cross qemu-user-static'
host=riscv64-linux-gnu
. "$top/scripts/platforms/foreign.sh"
emulate riscv64
