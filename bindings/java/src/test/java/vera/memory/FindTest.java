// SPDX-License-Identifier: MIT
package vera.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.jna.Pointer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Finding a manifest and a library. */
class FindTest {
    private static final VeraModule INSTALLED = VeraModule.memory();

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void resolve() throws IOException {
        folder = temporary.toRealPath();
    }

    /** A tree with a manifest in which one key differs, and with the library where it is looked for. */
    private Path tree(String name, String key, String value) throws IOException {
        Path modules = Files.createDirectories(folder.resolve(name).resolve("lib/vera/modules"));
        Path library = modules.resolve("../..").normalize().resolve(INSTALLED.library().getFileName());
        Files.copy(INSTALLED.library().toRealPath(), library);
        JsonElement manifest = JsonParser.parseString(Files.readString(INSTALLED.manifest()));
        ((JsonObject) manifest).add(key, JsonParser.parseString(value));
        Files.writeString(modules.resolve("memory.json"), manifest.toString());
        return modules;
    }

    private Path tree(String name) throws IOException {
        return tree(name, "colour", "{ \"deep\": [null] }");
    }

    private static String output(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new String(process.getInputStream().readAllBytes()).strip();
    }

    /** Prints the manifest that the environment leads to. */
    static final class Found {
        private Found() {}

        public static void main(String[] arguments) {
            System.out.println(VeraModule.load("memory").manifest());
        }
    }

    private static ProcessBuilder java(Class<?> program, String path) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder =
                new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), program.getName());
        builder.environment().put("VERA_MODULE_PATH", path);
        return builder;
    }

    private static Path found(String path, Path current) throws IOException {
        return Path.of(output(java(Found.class, path).directory(current.toFile())));
    }

    @Test
    @DisplayName("path")
    void path() throws IOException {
        String moduledir = output(new ProcessBuilder("pkg-config", "--variable=moduledir", "vera_memory"));
        assertEquals(Path.of(moduledir, "memory.json").toRealPath(), INSTALLED.manifest());
        Path first = tree("first");
        String path = String.join(File.pathSeparator, folder + "/none", first.toString(), tree("second").toString());
        assertEquals(first.resolve("memory.json"), found(path, folder));
    }

    @Test
    @DisplayName("path: folders that depend on the current folder are passed over")
    void relative() throws IOException {
        Path current = tree("current");
        for (String path : List.of("", ".", ":")) {
            assertEquals(INSTALLED.manifest(), found(path, current));
        }
    }

    @Test
    @DisplayName("moved")
    @EnabledOnOs(OS.LINUX)
    void moved() throws IOException {
        VeraModule moved = VeraModule.load("memory", tree("moved").toString());
        assertEquals(folder.resolve("moved/lib"), moved.library().getParent());
        assertTrue(Files.readString(Path.of("/proc/self/maps")).contains(moved.library().toString()));
        moved.function("free").call(moved.function("allocate").call(8), 8);
    }

    @Test
    @DisplayName("not found")
    void notFound() {
        String path = String.join(File.pathSeparator, folder + "/one", "mods", folder + "/two", "./more");
        String message = assertThrows(UnsatisfiedLinkError.class, () -> VeraModule.load("absent", path))
                .getMessage();
        List<Path> places = List.of(
                folder.resolve("one"),
                folder.resolve("two"),
                INSTALLED.manifest().getParent(),
                Path.of("/usr/local/lib/vera/modules"),
                Path.of("/usr/lib/vera/modules"));
        for (Path place : places) {
            assertTrue(message.contains(place.resolve("absent.json").toString()), message);
        }
        assertTrue(message.endsWith(" must be absolute: 'mods', './more'"), message);
    }

    @Test
    @DisplayName("not found: the library")
    void libraryNotFound() throws IOException {
        String names = "{ \"elf\": \"libnone.so.1\", \"mach-o\": \"libnone.1.dylib\", \"pe\": \"libnone-1.dll\" }";
        String path = tree("alone", "library", names).toString();
        String message = assertThrows(UnsatisfiedLinkError.class, () -> VeraModule.load("memory", path))
                .getMessage();
        assertTrue(message.contains(folder.resolve("alone/lib/libnone").toString()), message);
    }

    /** Asks for a block twice without a module, and prints the errors. */
    static final class Missed {
        private Missed() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                System.out.println(assertThrows(LinkageError.class, () -> new Block(8)).getMessage());
            }
        }
    }

    @Test
    @DisplayName("not found: each use reports the place")
    void missed() throws IOException {
        Path modules = tree("later", "format", "2");
        List<String> said = output(java(Missed.class, modules.toString())).lines().toList();
        assertEquals(2, said.size());
        assertTrue(said.get(0).startsWith(modules.resolve("memory.json") + ": "), said.get(0));
        assertEquals(said.get(0), said.get(1));
    }

    @Test
    @DisplayName("names")
    void names() {
        for (String name : List.of("../memory", "Memory", "", "vera:memory", "memory\n", "1")) {
            String message = assertThrows(IllegalArgumentException.class, () -> VeraModule.load(name))
                    .getMessage();
            assertTrue(message.startsWith("load: name "), message);
        }
        String message = assertThrows(NullPointerException.class, () -> VeraModule.load(null)).getMessage();
        assertEquals("load: name must not be null", message);
    }

    private static String refusal(Path modules) {
        String message = assertThrows(LinkageError.class, () -> VeraModule.load("memory", modules.toString()))
                .getMessage();
        assertTrue(message.startsWith(modules.resolve("memory.json") + ": "), message);
        return message;
    }

    @Test
    @DisplayName("format")
    void format() throws IOException {
        String message = refusal(tree("later", "format", "2"));
        assertTrue(message.contains("format must be 1, the known format, not 2"), message);
        Path more = tree("more");
        assertEquals(more.resolve("memory.json"), VeraModule.load("memory", more.toString()).manifest());
    }

    @Test
    @DisplayName("newer")
    @EnabledIfEnvironmentVariable(named = "newer_modules", matches = ".+")
    void newer() {
        VeraModule newer = VeraModule.load("memory", System.getenv("newer_modules"));
        Pointer left = (Pointer) newer.function("allocate").call(16);
        Pointer right = (Pointer) newer.function("allocate").call(16);
        left.setMemory(0, 16, (byte) 1);
        right.setMemory(0, 16, (byte) 1);
        right.setByte(11, (byte) 2);
        VeraFunction compare = newer.function("compare_memory");
        assertEquals(11L, compare.call(left, right, 16));
        assertThrows(IllegalArgumentException.class, () -> compare.call(left, null, 1));
        newer.function("free").call(left, 16);
        newer.function("free").call(right, 16);
    }
}
