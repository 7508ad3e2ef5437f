# 32-bit ARM.
packages='gcc-arm-linux-gnueabihf libc6-dev-armhf-cross qemu-user-static'
host=arm-linux-gnueabihf
. "$top/scripts/platforms/foreign.sh"
emulate arm
