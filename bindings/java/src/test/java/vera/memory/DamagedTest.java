// SPDX-License-Identifier: MIT
package vera.memory;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged manifests: each is refused, naming file and key. */
class DamagedTest {
    /** Keys that may be missing, and keys that this package does not read. */
    private static final Set<String> OPTIONAL =
            Set.of("const", "nullable", "owned", "consumes", "reads", "writes", "nonnull", "disjoint", "extends");

    private static final Set<String> UNREAD = Set.of("prefix", "elf", "mach-o", "pe");

    private static final JsonElement TEXT = new JsonPrimitive("?");
    private static final List<JsonElement> WRONG = List.of(JsonNull.INSTANCE, new JsonPrimitive(1.5), TEXT);

    @TempDir
    Path modules;

    private final Path installed = VeraModule.memory().manifest();
    private Path file;
    private JsonObject manifest;

    @BeforeEach
    void read() throws IOException {
        file = modules.resolve("memory.json");
        manifest = JsonParser.parseString(Files.readString(installed)).getAsJsonObject();
    }

    private String refusal(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        String message = assertThrows(
                        LinkageError.class, () -> VeraModule.load("memory", modules.toString()), () -> text)
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message;
    }

    private void assertRefused(String key) {
        String message = refusal(manifest.toString());
        assertTrue(message.contains(key), message);
    }

    /** Damages each key at every level, one after the other. */
    private void damage(JsonElement element) {
        if (element instanceof JsonObject object) {
            Set.copyOf(object.keySet()).stream().filter(key -> !UNREAD.contains(key)).forEach(key -> {
                damage(object, key);
                damage(object.get(key));
            });
        } else if (element instanceof JsonArray array) {
            array.forEach(this::damage);
        }
    }

    private void damage(JsonObject object, String key) {
        JsonElement right = object.remove(key);
        if (!OPTIONAL.contains(key)) {
            assertRefused(key);
        }
        for (JsonElement wrong : WRONG) {
            // Any text may be a symbol.
            if (wrong != TEXT || !key.equals("symbol")) {
                object.add(key, wrong);
                assertRefused(key);
            }
        }
        object.add(key, right);
    }

    @Test
    @DisplayName("damaged")
    void keys() {
        damage(manifest);
    }

    @Test
    @DisplayName("damaged: the library of this system")
    void library() {
        JsonObject library = manifest.getAsJsonObject("library");
        for (String wrong : List.of("", "../libvera_memory.so.1", "/lib/libc.so.6", "a\\b", "c:d", ".", "..")) {
            library.addProperty(Finder.format(), wrong);
            assertRefused(Finder.format());
        }
        library.remove(Finder.format());
        assertRefused(Finder.format());
    }

    @Test
    @DisplayName("damaged: another module")
    void module() {
        manifest.addProperty("module", "other");
        assertRefused("module must be \"memory\", not \"other\"");
    }

    @Test
    @DisplayName("damaged: not a manifest")
    void noManifest() throws IOException {
        for (String text : List.of("", "null", "1", "[]", "{", "{}", "{ format: 1 }")) {
            refusal(text);
        }
    }

    /** The attributes of a function: each pair is a text, and the one that replaces it. */
    @Test
    @DisplayName("damaged: attributes")
    void attributes() throws IOException {
        String text = Files.readString(installed);
        String[][] changes = {
            {"\"disjoint\": \"src\"", "\"disjoint\": \"count\""},
            {"\"disjoint\": \"src\"", "\"disjoint\": \"dest\""},
            {"\"writes\": \"count\"", "\"writes\": \"src\""},
            {"\"writes\": \"count\"", "\"writes\": -1"},
            {"\"type\": \"i8\"", "\"type\": \"i8\", \"reads\": 1"},
            {"\"type\": \"i8\"", "\"type\": \"void\""},
            {"\"type\": \"i8\"", "\"type\": \"i128\""},
            {"\"name\": \"value\"", "\"name\": \"dest\""},
            {"\"name\": \"set_memory\"", "\"name\": \"free\""},
            {"\"align\": 8 }", "\"align\": 3 }"},
            {"\"align\": 8,", "\"align\": 0,"},
        };
        for (String[] change : changes) {
            assertTrue(text.contains(change[0]), change[0]);
            refusal(text.replace(change[0], change[1]));
        }
    }
}
