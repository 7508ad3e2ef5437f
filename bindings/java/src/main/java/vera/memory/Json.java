// SPDX-License-Identifier: MIT
package vera.memory;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A value in a manifest. It knows its place, so that an error can name file and key.
 *
 * @param value null if the key is missing
 */
record Json(Path file, String key, JsonElement value) {
    /** Accepts only JSON, unlike Gson's parser. */
    private static final TypeAdapter<JsonElement> STRICT = new Gson().getAdapter(JsonElement.class);

    static Json read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new Json(file, "$", STRICT.fromJson(reader));
        } catch (IOException | JsonParseException cause) {
            throw new LinkageError(file + ": cannot be read as a manifest", cause);
        }
    }

    LinkageError mustBe(String what) {
        return new LinkageError(
                file + ": " + key + (value == null ? " is missing" : " must be " + what + ", not " + value));
    }

    boolean isThere() {
        return value != null;
    }

    /** Reads an optional value; null if it is missing. */
    <T> T optional(Function<Json, T> read) {
        return isThere() ? read.apply(this) : null;
    }

    Json get(String member) {
        if (!(value instanceof JsonObject object)) {
            throw mustBe("an object");
        }
        return new Json(file, key + "." + member, object.get(member));
    }

    List<Json> list() {
        if (!(value instanceof JsonArray array)) {
            throw mustBe("an array");
        }
        List<Json> list = new ArrayList<>();
        array.forEach(element -> list.add(new Json(file, key + "[" + list.size() + "]", element)));
        return list;
    }

    boolean isText() {
        return value instanceof JsonPrimitive primitive && primitive.isString();
    }

    String text() {
        if (!isText()) {
            throw mustBe("a string");
        }
        return value.getAsString();
    }

    /** A valid name in VERA. */
    String name() {
        if (!text().matches("[a-z][a-z0-9_]*")) {
            throw mustBe("a name");
        }
        return text();
    }

    long integer() {
        try {
            if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
                return Long.parseLong(primitive.getAsString());
            }
        } catch (NumberFormatException fraction) {
            // Refused below, as any value that is not an integer.
        }
        throw mustBe("an integer");
    }

    boolean flag() {
        if (!(value instanceof JsonPrimitive primitive && primitive.isBoolean())) {
            throw mustBe("true or false");
        }
        return value.getAsBoolean();
    }
}
