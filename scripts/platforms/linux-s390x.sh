# IBM Z, where the highest byte of a number comes first.
packages='gcc-s390x-linux-gnu libc6-dev-s390x-cross qemu-user-static'
host=s390x-linux-gnu
. "$top/scripts/platforms/foreign.sh"
emulate s390x
