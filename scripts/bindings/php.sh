# shellcheck shell=sh disable=SC2034,SC2164
# PHP: a Composer package, from a folder of archives, so no network is needed.
packages='php8.2-cli php8.2-xml php8.2-mbstring php8.2-zip composer phpunit'
layer=FFI
php=/usr/bin/php8.2

version() {
    $php -r 'echo PHP_VERSION, "\n";'
}

# Composer keeps its own files in $folder, and may run as root in a container.
in_composer() {
    COMPOSER_HOME=$folder/composer COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_DISABLE_NETWORK=1 \
        $php /usr/bin/composer --no-interaction --no-ansi "$@"
}

build() {
    cp -R "$top/bindings/php" "$folder/package"
    cd "$folder/package"
    in_composer validate --strict --no-check-version
    PKG_CONFIG_PATH='' PKG_CONFIG_LIBDIR=$place in_composer archive --dir="$folder/without" 2>"$folder/warning"
    rm src/moduledir.php
    in_composer archive --format=zip --dir="$folder/dist"
}

install() {
    cd "$place"
    in_composer init --name=vera/tests --stability=stable
    in_composer config repositories.packagist.org false
    in_composer config repositories.dist artifact "$folder/dist"
    in_composer require vera/memory
}

# The README's program prints the block's first bytes.
readme_runs() {
    # shellcheck disable=SC2016 # a pattern
    example php >"$place/readme.php"
    (cd "$place" && $php readme.php) | tee "$folder/output"
    grep -x '56455241ff0*' "$folder/output"
}

archive_is_lean() (
    cd "$place/vendor/vera/memory"
    test "$(echo *)" = 'LICENSE README.md composer.json src' && test -e src/moduledir.php
)

run_tests() {
    expect 'the program of the README runs' readme_runs
    expect 'the package contains only what is used' archive_is_lean
    expect 'a build without the library warns' grep -F PKG_CONFIG_PATH "$folder/warning"
    mkdir "$folder/tests"
    cp -R "$top/bindings/php/tests" "$top/bindings/php/phpunit.xml" "$folder/tests"
    cd "$folder/tests"
    cat >bootstrap.php <<END
<?php (require '$place/vendor/autoload.php')->addPsr4('Vera\\\\Memory\\\\Tests\\\\', __DIR__ . '/tests');
END
    status=0
    $php /usr/bin/phpunit --bootstrap bootstrap.php --testdox || status=$?
    count_tests <"$folder/run_tests.log"
    return $status
}

# Turns PHPUnit's last line into the line of counts. It has every count that is not 0, or only the
# number of tests if all is well.
count_tests() {
    awk '
        function number(what) {
            return match($0, what ": [0-9]+") ? substr($0, RSTART + length(what) + 2) + 0 : 0
        }
        /^OK \([0-9]+ tests?, / { ran = substr($2, 2) + 0 }
        /^Tests: [0-9]+, / {
            ran = number("Tests")
            failed = number("Failures") + number("Errors") + number("Warnings") + number("Risky")
            skipped = number("Skipped") + number("Incomplete")
        }
        END { printf "%d passed, %d failed, %d skipped\n", ran - failed - skipped, failed, skipped }'
}

bench() {
    $php "$top/bindings/php/bench.php" "$place/vendor/autoload.php"
}
