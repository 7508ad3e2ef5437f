// SPDX-License-Identifier: MIT
package vera.memory;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Finds a module's manifest, and the library that it describes. The current folder is never searched: whoever controls
 * it would control which code is loaded.
 */
final class Finder {
    private static final List<String> USUAL = List.of("/usr/local/lib/vera/modules", "/usr/lib/vera/modules");

    private Finder() {}

    /**
     * @param path the folders that come first, in the form of VERA_MODULE_PATH; may be null
     * @return the manifest's real path
     */
    static Path manifest(String name, String path) {
        Objects.requireNonNull(name, "load: name must not be null");
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("load: name must match [a-z][a-z0-9_]*, unlike '" + name + "'");
        }
        List<String> named = path == null ? List.of() : List.of(path.split(File.pathSeparator));
        List<Path> places = folders(named).stream().map(folder -> folder.resolve(name + ".json")).toList();
        for (Path place : places) {
            if (Files.exists(place)) {
                return real(place);
            }
        }
        throw notFound("the manifest of vera:" + name, places, passedOver(named));
    }

    private static List<Path> folders(List<String> named) {
        List<String> folders = new ArrayList<>(named);
        folders.add(configured());
        folders.addAll(USUAL);
        return folders.stream().map(Path::of).filter(Path::isAbsolute).distinct().toList();
    }

    /** The end of a message: the folders that would depend on the current folder. */
    private static String passedOver(List<String> named) {
        String list = named.stream()
                .filter(folder -> !Path.of(folder).isAbsolute())
                .map(folder -> "'" + folder + "'")
                .collect(Collectors.joining(", "));
        return list.isEmpty() ? "" : "; passed over in VERA_MODULE_PATH, where paths must be absolute: " + list;
    }

    /** The folder that pkg-config reported when the package was built, or the empty string. */
    private static String configured() {
        Properties properties = new Properties();
        try (InputStream in = Finder.class.getResourceAsStream("build.properties")) {
            properties.load(in);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        return properties.getProperty("moduledir");
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /**
     * Opens the library installed with the manifest, so that an installed tree can be moved; or else the one that the
     * system's loader finds under that name.
     */
    static NativeLibrary library(Path manifest, String name) {
        Path folder = manifest.getParent();
        List<Path> places = new ArrayList<>(List.of(folder.resolve("../..").resolve(name).normalize()));
        if (Platform.isWindows()) {
            places.add(folder.resolve("../../../bin").resolve(name).normalize());
        }
        Path found = places.stream().filter(Files::exists).findFirst().orElse(Path.of(name));
        places.add(Path.of(name));
        try {
            return NativeLibrary.getInstance(found.toString());
        } catch (UnsatisfiedLinkError cause) {
            throw (Error) notFound("the library", places, "").initCause(cause);
        }
    }

    /** The object format, which is the key of the library's name in a manifest. */
    static String format() {
        return Platform.isWindows() ? "pe" : Platform.isMac() ? "mach-o" : "elf";
    }

    private static UnsatisfiedLinkError notFound(String what, List<Path> places, String end) {
        String list = places.stream().map(Path::toString).collect(Collectors.joining(", "));
        return new UnsatisfiedLinkError(what + " was not found; it was looked for as " + list + end);
    }
}
