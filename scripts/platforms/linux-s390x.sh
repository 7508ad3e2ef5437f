# IBM Z, which is big-endian.
packages='gcc-s390x-linux-gnu libc6-dev-s390x-cross qemu-user-static'
host=s390x-linux-gnu
. "$top/scripts/platforms/foreign.sh"
emulate s390x
