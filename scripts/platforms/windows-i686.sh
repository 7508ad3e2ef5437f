# 32-bit Windows. Nothing here runs its programs.
packages='gcc-mingw-w64-i686-win32'
host=i686-w64-mingw32
emulator=none
. "$top/scripts/platforms/windows.sh"
