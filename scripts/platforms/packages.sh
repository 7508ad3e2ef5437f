# What a platform links and tests with, built for it from Debian's own source
# packages: Debian has none of it for mingw or Darwin, and a foreign Debian's need
# not fit beside the machine's. Sourced by scripts/check-platforms, after
# scripts/setup.sh.
#
# The sources are had once for all platforms, in build/sources/. apt's lists of
# them are there too, so that this needs no root and leaves the machine as it is.

sources=$top/build/sources

# The machine's entries for packages, in either of their two forms, as entries for
# source packages, in a folder of their own.
source_entries() {
    rm -rf "$sources/entries" && mkdir -p "$sources/entries" || return 1
    for entries in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        test ! -r "$entries" ||
            sed -n 's/^[[:space:]]*deb[[:space:]]/deb-src /p' "$entries" >"$sources/entries/from-${entries##*/}"
    done
    for entries in /etc/apt/sources.list.d/*.sources; do
        test ! -r "$entries" ||
            sed '/^[Tt]ypes:/s/:.*/: deb-src/' "$entries" >"$sources/entries/from-${entries##*/}"
    done
}

# apt-get on those entries alone.
apt_sources() {
    apt-get -q -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$sources/entries" \
        -o Dir::State::Lists="$sources/lists" -o APT::Sandbox::User= "$@"
}

# unpack PACKAGE: its source, with a configure, as $sources/PACKAGE. Lists that
# could not be renewed may be of no concern: what counts is the package.
unpack() {
    rm -rf "$sources/$1.new" && mkdir -p "$sources/$1.new" "$sources/lists/partial" && source_entries || return 1
    apt_sources update || say 'apt-get update failed; trying with the lists that are there'
    cd "$sources/$1.new" && apt_sources source --only-source "$1" || return 1
    set -- "$1" "$sources/$1.new"/*/
    cd "$2" && { test -x configure || autoreconf -fi; } || return 1
    mv "$2" "$sources/$1" && rm -rf "$sources/$1.new"
}

# What a package is configured with beyond what all of them are. Check's report in
# subunit's form and libffi's manual would each need a package more; libffi would be for
# this machine's very processor. Of Microsoft's C library, some formats of Check's messages
# crash: those of mingw's own are asked for, which configure cannot try here.
words_of() {
    case $1 in
    check) echo --disable-subunit --disable-build-docs ;;
    libffi) echo --disable-docs --disable-multi-os-directory --without-gcc-arch ;;
    esac
    case $1,$host in
    check,*-mingw32)
        echo CPPFLAGS=-D__USE_MINGW_ANSI_STDIO=1 hw_cv_func_vsnprintf_c99=yes hw_cv_func_snprintf_c99=yes
        ;;
    esac
}

# build_package PACKAGE WORD...: builds it into $folder/packages, configured with
# these words. Archives alone, so that what is built runs anywhere; position-
# independent, because a shared library is made of them; without libtool's own
# files, which would have it refuse to do that. Debian's check.pc names a second archive,
# which is the position-independent one.
build_package() {
    package=$1
    shift
    # shellcheck disable=SC2046 # a list of words
    set -- --prefix="$folder/packages" --libdir="$folder/packages/lib" --disable-shared --with-pic "$@" \
        $(words_of "$package")
    rm -rf "$folder/packages/$package" && mkdir -p "$folder/packages/$package" &&
        cd "$folder/packages/$package" &&
        "../../../sources/$package/configure" "$@" &&
        make -j "$jobs" && make install &&
        rm -f "$folder"/packages/lib/*.la &&
        { test "$package" != check || ln -sf libcheck.a "$folder/packages/lib/libcheck_pic.a"; } &&
        cd "$folder" && rm -rf "$folder/packages/$package"
}

# packages WHY NAME...: what is named is in $folder/packages afterwards. What was
# built there is built again if WHY, a line that tells all it depends on, is new.
packages() {
    why=$1
    shift
    for name; do
        test -d "$sources/$name" || attempt "fetching the source of $name" unpack "$name" ||
            leave_out "the source of $name cannot be had"
        made=$folder/packages/$name.made
        if test ! -e "$made" || test "$(cat "$made")" != "$why"; then
            eval "set -- $settings"
            step "$platform: building $name" build_package "$name" ${host:+--host="$host"} "$@"
            printf '%s\n' "$why" >"$made"
        fi
    done
}
