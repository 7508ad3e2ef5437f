# shellcheck disable=SC2164 # check-bindings runs what is here under set -e
# Java. Maven takes everything from Debian's Maven repository.
packages='default-jdk-headless junit5 libgoogle-gson-java libjna-java libjna-jni libmaven-compiler-plugin-java
    libmaven-enforcer-plugin-java libmaven-install-plugin-java libmaven-jar-plugin-java
    libmaven-resources-plugin-java libsurefire-java maven'
layer=JNA

maven() {
    cat >"$folder/settings.xml" <<END
<settings>
    <localRepository>$folder/repository</localRepository>
    <mirrors>
        <mirror><id>debian</id><mirrorOf>*</mirrorOf><url>file:///usr/share/maven-repo</url></mirror>
    </mirrors>
</settings>
END
    # Debian's version: see pom.xml.
    mvn -B -s "$folder/settings.xml" -Dsurefire.version=2.22.3 "$@"
}

version() {
    java -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p'
}

build() {
    cp -R "$top/bindings/java" "$folder/package"
    cd "$folder/package"
    maven -Dmaven.test.skip=true -Dvera.moduledir="$(pkg-config --variable=moduledir vera_memory)" package
}

install() {
    maven install:install-file -Dfile="$(echo "$folder"/package/target/vera-memory-*.jar)" \
        -DpomFile="$folder/package/pom.xml" -DlocalRepositoryPath="$place"
}

# The installed jar, and what it needs from Debian.
class_path() {
    find "$place" -name 'vera-memory-*.jar' | tr '\n' ':'
    echo /usr/share/java/jna.jar:/usr/share/java/gson.jar
}

junit=/usr/share/java/junit-jupiter-api.jar:/usr/share/java/junit-platform-console-standalone.jar

# Maven guesses what a pom.xml leaves out, and warns.
pom_is_complete() {
    ! grep -F 'problems were encountered' "$folder/build.log"
}

missing_folder_is_reported() {
    maven -f "$folder/package" validate | tee "$folder/warning" && grep PKG_CONFIG_PATH "$folder/warning" &&
        ! grep PKG_CONFIG_PATH "$folder/build.log"
}

licence_is_in_jar() (
    cd "$folder"
    jar -xf package/target/vera-memory-*.jar META-INF/LICENSE
    cmp META-INF/LICENSE "$top/LICENSE"
)

# shellcheck disable=SC2016 # a pattern
readme_runs() {
    example java >"$folder/Hello.java"
    java -cp "$(class_path)" "$folder/Hello.java"
}

run_tests() {
    expect 'Maven finds nothing missing in pom.xml' pom_is_complete
    expect 'a build without vera.moduledir warns' missing_folder_is_reported
    expect 'the licence is in the jar' licence_is_in_jar
    expect 'the program of the README runs' readme_runs
    classes=$(class_path):$junit
    javac -Xlint:all -Werror -cp "$classes" -d "$folder/tests" "$folder"/package/src/test/java/vera/memory/*.java
    status=0
    java -cp "$folder/tests:$classes" org.junit.platform.console.ConsoleLauncher --disable-banner \
        --disable-ansi-colors --scan-classpath "$folder/tests" >"$folder/report" || status=$?
    cat "$folder/report"
    awk '/^\[ .* tests (successful|failed|skipped) *\]$/ { count[$4] = $2 }
        END {
            print count["successful"] + 0 " passed, " count["failed"] + 0 " failed, " count["skipped"] + 0 " skipped"
        }' "$folder/report"
    return "$status"
}

bench() {
    java -cp "$folder/tests:$(class_path)" vera.memory.Bench
}
