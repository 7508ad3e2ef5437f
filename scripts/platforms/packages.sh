# Builds the libraries that a platform links and tests with from Debian's source packages:
# Debian has none of them for mingw or Darwin, and those for a foreign processor may
# conflict with the machine's own. Sourced by scripts/check-platforms, after
# scripts/setup.sh.
#
# The sources are fetched once for all platforms, into build/sources/. apt's lists of
# them are there too, so this needs no root and leaves the machine as it is.

sources=$top/build/sources

# Writes the machine's entries for packages, which have one of two forms, as entries for
# source packages, into a folder of their own.
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

# apt-get with only those entries.
apt_sources() {
    apt-get -q -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$sources/entries" \
        -o Dir::State::Lists="$sources/lists" -o APT::Sandbox::User= "$@"
}

# unpack PACKAGE: its source, with a configure, in $sources/PACKAGE. If the lists cannot
# be updated, the old ones may suffice: only the package counts.
unpack() {
    rm -rf "$sources/$1.new" && mkdir -p "$sources/$1.new" "$sources/lists/partial" && source_entries || return 1
    apt_sources update || say 'apt-get update failed; trying with the present lists'
    cd "$sources/$1.new" && apt_sources source --only-source "$1" || return 1
    set -- "$1" "$sources/$1.new"/*/
    cd "$2" && { test -x configure || autoreconf -fi; } || return 1
    mv "$2" "$sources/$1" && rm -rf "$sources/$1.new"
}

# configure's arguments for one package. Check's support for subunit and libffi's manual
# would each need another package; libffi would be built for exactly this machine's
# processor. Some formats in Check's messages crash Microsoft's C library, so Check uses
# mingw's own functions, which configure cannot try here.
arguments_of() {
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

# build_package PACKAGE ARGUMENT...: builds it into $folder/packages, configured with these
# arguments. Only archives, so that the programs run anywhere; position-independent,
# because shared libraries are linked from them; without libtool's own files, which would
# make it refuse that. Debian's check.pc names a second archive, the position-independent
# one.
build_package() {
    package=$1
    shift
    # shellcheck disable=SC2046 # a list of words
    set -- --prefix="$folder/packages" --libdir="$folder/packages/lib" --disable-shared --with-pic "$@" \
        $(arguments_of "$package")
    rm -rf "$folder/packages/$package" && mkdir -p "$folder/packages/$package" &&
        cd "$folder/packages/$package" &&
        "../../../sources/$package/configure" "$@" &&
        make -j "$jobs" && make install &&
        rm -f "$folder"/packages/lib/*.la &&
        { test "$package" != check || ln -sf libcheck.a "$folder/packages/lib/libcheck_pic.a"; } &&
        cd "$folder" && rm -rf "$folder/packages/$package"
}

# packages KEY NAME...: builds the named packages in $folder/packages, unless they were
# built there with the same KEY, a text with all that they depend on.
packages() {
    key=$1
    shift
    for name; do
        test -d "$sources/$name" || attempt "fetching the source of $name" unpack "$name" ||
            leave_out "the source of $name is not available"
        made=$folder/packages/$name.made
        if test ! -e "$made" || test "$(cat "$made")" != "$key"; then
            eval "set -- $settings"
            step "$platform: building $name" build_package "$name" ${host:+--host="$host"} "$@"
            printf '%s\n' "$key" >"$made"
        fi
    done
}
