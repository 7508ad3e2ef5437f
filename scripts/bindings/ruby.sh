# Ruby: a gem. Debian's own Ruby: any other in PATH lacks Debian's packages.
packages='ruby ruby-minitest'
layer=Fiddle
ruby=/usr/bin/ruby

version() {
    $ruby -e 'puts RUBY_VERSION'
}

build() {
    cp -R "$top/bindings/ruby" "$folder/package"
    cd "$folder/package" || return
    $ruby -S gem build --output "$folder/vera-memory.gem" vera-memory.gemspec
}

install() {
    $ruby -S gem install --local --no-document --install-dir "$place" "$folder/vera-memory.gem"
}

missing_library_is_reported() (
    cd "$folder/package" || exit
    PKG_CONFIG_LIBDIR='' PKG_CONFIG_PATH='' $ruby -S gem build --output "$folder/alone.gem" vera-memory.gemspec 2>&1 |
        grep PKG_CONFIG_PATH
)

readme_runs() {
    example ruby >"$folder/readme.rb"
    GEM_HOME=$place $ruby -w "$folder/readme.rb" | grep -F '"VERA'
}

run_tests() {
    cp -R "$top/bindings/ruby/test" "$folder/test"
    status=0
    GEM_HOME=$place $ruby -w -e '
        gem "vera-memory"
        Dir[File.join(ARGV.shift, "test_*.rb")].each { |file| require file }
    ' "$folder/test" --verbose || status=$?
    expect 'the program of the README runs' readme_runs
    expect 'a build without the library warns' missing_library_is_reported
    count_tests <"$folder/run_tests.log"
    return $status
}

# Turns Minitest's summary into the line of counts. It counts failures and errors apart.
count_tests() {
    awk '/^[0-9]+ runs, / {
        failed = $5 + $7
        printf "%d passed, %d failed, %d skipped\n", $1 - failed - $9, failed, $9
    }'
}

bench() {
    GEM_HOME=$place $ruby "$top/bindings/ruby/bench.rb"
}
