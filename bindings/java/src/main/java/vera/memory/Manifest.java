// SPDX-License-Identifier: MIT
package vera.memory;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A module's manifest, key by key. Keys that have no component here are of later releases, and ignored. */
record Manifest(int format, Map<String, String> library, long align, List<Description> functions) {
    private static final int KNOWN = 1;

    record Description(String name, String symbol, List<Parameter> parameters, Result returns) {
        int position(String parameter) {
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i).name().equals(parameter)) {
                    return i;
                }
            }
            throw new IllegalArgumentException(name + " has no parameter " + parameter);
        }
    }

    /** What is null was not said. An amount is a number, or the name of the parameter that holds it. */
    record Parameter(
            String name,
            Type type,
            JsonPrimitive reads,
            JsonPrimitive writes,
            JsonPrimitive nonnull,
            String disjoint,
            Extent consumes) {}

    record Result(Type type, Extent owned) {}

    record Extent(JsonPrimitive size, JsonPrimitive align) {
        /** Whether both are parameters: whoever calls chooses them. */
        boolean isChosen() {
            return size.isString() && align.isString();
        }
    }

    static Manifest read(Path path) {
        Manifest manifest;
        try (Reader reader = Files.newBufferedReader(path)) {
            manifest = new Gson().fromJson(reader, Manifest.class);
        } catch (IOException | JsonParseException cause) {
            throw new LinkageError(path + ": cannot be read as a manifest", cause);
        }
        if (manifest == null || manifest.format != KNOWN) {
            String format = manifest == null ? "none" : String.valueOf(manifest.format);
            throw new LinkageError(path + ": is of format " + format + ", and this package reads format " + KNOWN);
        }
        manifest.functions.forEach(function -> checkTypes(path, function));
        return manifest;
    }

    /** A type that is not known was read as null. */
    private static void checkTypes(Path path, Description function) {
        for (Parameter parameter : function.parameters) {
            if (parameter.type == null || parameter.type == Type.nothing) {
                throw new LinkageError(path + ": " + function.name + ": " + parameter.name + " is of an unknown type");
            }
        }
        if (function.returns.type == null) {
            throw new LinkageError(path + ": " + function.name + " returns an unknown type");
        }
    }
}
