# For tests that build the project anew: `sources` is a copy of the release
# tarball's tree, in a folder without a space in its name, and `anew` the folder to
# build in. Both are removed when the test ends. Sourced after tap.sh.

anew=$(mktemp -d) || exit
trap 'chmod -R u+w "$anew"; rm -rf "$anew"' EXIT
case $anew in
*[[:space:]]*) skip_all "configure cannot use sources in a folder with a space in its name: $anew" ;;
esac
unset MAKEFLAGS MFLAGS
jobs=$(getconf _NPROCESSORS_ONLN)
sources=$anew/sources

tap_output=$(make -C "$top_builddir" distdir distdir=sources.$$ 2>&1 &&
    mv "$top_builddir/sources.$$" "$sources" 2>&1) || {
    echo "Bail out! make distdir failed: $tap_output"
    exit 1
}
