// SPDX-License-Identifier: MIT
package vera.memory;

import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** An installed VERA module: the functions of its manifest. */
public final class VeraModule {
    private final Path manifest;
    private final Path library;
    private final long align;
    private final Map<String, VeraFunction> functions = new LinkedHashMap<>();

    private VeraModule(String name, Path path) {
        Manifest content = ManifestReader.read(path, name);
        NativeLibrary opened = Finder.library(path, content.library());
        manifest = path;
        library = opened.getFile().toPath();
        align = content.align();
        content.functions().forEach(each -> functions.put(each.name(), new VeraFunction(opened, each)));
    }

    /**
     * The module {@code vera:memory}, which is loaded once. Until it is found, each call throws what {@link #load}
     * throws.
     */
    public static VeraModule memory() {
        return Owner.get().module();
    }

    /**
     * Loads a module. Its manifest, {@code name.json}, is looked for in those folders of {@code VERA_MODULE_PATH} whose
     * paths are absolute, then in the folder that pkg-config reported when this package was built, then in {@code
     * /usr/local/lib/vera/modules} and {@code /usr/lib/vera/modules}.
     *
     * @throws NullPointerException if the name is null
     * @throws IllegalArgumentException if the name does not match {@code [a-z][a-z0-9_]*}
     * @throws UnsatisfiedLinkError if there is no such manifest, or no library; it lists where it was looked for
     * @throws LinkageError if the manifest has another format or module, or is damaged; it names the file and the key
     */
    public static VeraModule load(String name) {
        return load(name, System.getenv("VERA_MODULE_PATH"));
    }

    static VeraModule load(String name, String path) {
        return new VeraModule(name, Finder.manifest(name, path));
    }

    /** All functions, by their VERA names, in the manifest's order. */
    public Map<String, VeraFunction> functions() {
        return Collections.unmodifiableMap(functions);
    }

    /**
     * The function of that VERA name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public VeraFunction function(String name) {
        VeraFunction function = functions.get(name);
        if (function == null) {
            throw new IllegalArgumentException(manifest + " has no function " + name);
        }
        return function;
    }

    /** The file that describes the module. */
    public Path manifest() {
        return manifest;
    }

    /** The file of the library. */
    public Path library() {
        return library;
    }

    /** The least alignment of a block, in bytes. */
    public long align() {
        return align;
    }

    @Override
    public String toString() {
        return "VeraModule[" + manifest + "]";
    }
}
