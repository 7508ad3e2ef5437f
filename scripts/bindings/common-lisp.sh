# shellcheck shell=sh disable=SC2034,SC2164
# Common Lisp: a tarball as in Quicklisp, unpacked where ASDF looks; on SBCL and ECL.
packages='cl-bordeaux-threads cl-cffi cl-fiveam cl-trivial-garbage cl-yason ecl gcc pkg-config sbcl'
layer='CFFI: SBCL, ECL'

version() {
    sbcl --version | awk '{ sub(/\.debian$/, "", $2); print $2 }'
}

build() {
    cp -R "$top/bindings/common-lisp" "$folder/vera-memory-1.0.0"
    tar -czf vera-memory-1.0.0.tgz vera-memory-1.0.0
}

# lisp IMPLEMENTATION FILE: loads the file, with the systems in $place and Debian's. Debian's ASDF
# is excluded: ECL's own would upgrade itself to it in the middle of its work, and fail.
# Only $place is compiled anew: Debian's libraries stay in the user's cache.
lisp() {
    # shellcheck disable=SC2089 # the quotes are Lisp's
    CL_SOURCE_REGISTRY="(:source-registry (:also-exclude \"cl-asdf\") (:tree \"$place/\")
        (:tree \"/usr/share/common-lisp/source/\") :ignore-inherited-configuration)"
    # shellcheck disable=SC2089 # as above
    ASDF_OUTPUT_TRANSLATIONS="(:output-translations
        (\"$place/\" (\"$folder/compiled/\" :implementation)) :inherit-configuration)"
    # shellcheck disable=SC2090 # as above
    export CL_SOURCE_REGISTRY ASDF_OUTPUT_TRANSLATIONS
    case $1 in
    sbcl) sbcl --noinform --no-userinit --non-interactive --load "$2" ;;
    ecl) ecl --norc --load "$2" --eval '(ext:quit)' </dev/null ;;
    esac
}

install() {
    tar -xzf "$folder/vera-memory-1.0.0.tgz" -C "$place"
    cat >"$folder/load.lisp" <<'EOF'
(require "asdf")
(handler-case (asdf:load-system "vera-memory")
  (error (problem) (format t "~A~%" problem) (uiop:quit 1)))
EOF
    lisp sbcl "$folder/load.lisp"
    lisp ecl "$folder/load.lisp"
}

# readme_runs IMPLEMENTATION
readme_runs() {
    {
        echo '(require "asdf") (asdf:load-system "vera-memory")'
        example lisp
    } >"$folder/readme.lisp"
    lisp "$1" "$folder/readme.lisp" | grep -F '#(86 69 82 65 255 255 255 255 7)'
}

run_tests() {
    cat >"$folder/test.lisp" <<'EOF'
(require "asdf")
(handler-case (progn (asdf:load-system "vera-memory/tests") (asdf:test-system "vera-memory"))
  (error (problem) (format t "~A~%" problem) (uiop:quit 1)))
EOF
    status=0
    for implementation in sbcl ecl; do
        echo "# $implementation"
        lisp $implementation "$folder/test.lisp" 2>&1 || status=$?
        expect "the program of the README runs on $implementation" readme_runs $implementation
    done
    count_tests <"$folder/run_tests.log"
    return $status
}

# Turns FiveAM's summaries into the table's line. Counts the checks of both implementations.
count_tests() {
    awk '
        $1 == "Pass:" { passed += $2 }
        $1 == "Skip:" { skipped += $2 }
        $1 == "Fail:" { failed += $2 }
        END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }'
}

bench() {
    lisp sbcl "$top/bindings/common-lisp/bench.lisp"
}
