// SPDX-License-Identifier: MIT
package vera.memory;

import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vera.memory.Manifest.Description;
import vera.memory.Manifest.Extent;
import vera.memory.Manifest.Parameter;
import vera.memory.Manifest.Result;

/**
 * Reads a manifest, and refuses a wrong one with a LinkageError that names file and key, so later code can rely on all
 * of it. Unknown keys come from later releases and are ignored.
 */
final class ManifestReader {
    private static final int KNOWN = 1;

    private ManifestReader() {}

    static Manifest read(Path path, String module) {
        Json root = Json.read(path);
        // Before anything else: another format may have changed the rest.
        long format = root.get("format").integer();
        if (format != KNOWN) {
            throw root.get("format").mustBe(KNOWN + ", the known format");
        }
        if (!root.get("module").name().equals(module)) {
            throw root.get("module").mustBe('"' + module + '"');
        }
        Set<String> nodes = nodes(root.get("nodes"));
        return new Manifest(
                library(root.get("library").get(Finder.format())),
                power(root.get("align")),
                functions(root.get("functions"), nodes));
    }

    /** A file name that is not a path on any system: a manifest does not say where its library is. */
    private static String library(Json json) {
        if (!json.text().matches("[^/\\\\:\\x00]+") || json.text().matches("\\.\\.?")) {
            throw json.mustBe("the name of a file");
        }
        return json.text();
    }

    private static long power(Json json) {
        if (json.integer() <= 0 || Long.bitCount(json.integer()) != 1) {
            throw json.mustBe("a power of two");
        }
        return json.integer();
    }

    private static Set<String> nodes(Json json) {
        Set<String> names = new HashSet<>();
        for (Json node : json.list()) {
            Json extended = node.get("extends");
            if (extended.isThere() && !names.contains(extended.text())) {
                throw extended.mustBe("the name of an earlier node");
            }
            if (!names.add(node.get("name").text())) {
                throw node.get("name").mustBe("a name that is not yet used");
            }
        }
        return names;
    }

    private static List<Description> functions(Json json, Set<String> nodes) {
        Set<String> names = new HashSet<>();
        List<Description> functions = new ArrayList<>();
        for (Json function : json.list()) {
            if (!names.add(function.get("name").name())) {
                throw function.get("name").mustBe("a name that is not yet used");
            }
            if (!nodes.contains(function.get("node").text())) {
                throw function.get("node").mustBe("the name of a node");
            }
            functions.add(function(function));
        }
        return functions;
    }

    private static Description function(Json json) {
        // All types first: an attribute may name a later parameter.
        Map<String, Type> types = new LinkedHashMap<>();
        List<Json> parameters = json.get("parameters").list();
        for (Json parameter : parameters) {
            Type type = type(parameter.get("type"));
            if (type == Type.nothing) {
                throw parameter.get("type").mustBe("a type for parameters");
            }
            if (types.put(parameter.get("name").name(), type) != null) {
                throw parameter.get("name").mustBe("a name that is not yet used");
            }
        }
        return new Description(
                json.get("name").text(),
                json.get("symbol").text(),
                parameters.stream().map(parameter -> parameter(parameter, types)).toList(),
                result(json.get("returns"), types));
    }

    private static Type type(Json json) {
        for (Type type : Type.values()) {
            if (type.vera().equals(json.text())) {
                return type;
            }
        }
        throw json.mustBe("a known type");
    }

    private static Parameter parameter(Json json, Map<String, Type> types) {
        attribute(json, "const").optional(Json::flag);
        return new Parameter(
                json.get("name").text(),
                type(json.get("type")),
                attribute(json, "reads").optional(each -> amount(each, types)),
                attribute(json, "writes").optional(each -> amount(each, types)),
                attribute(json, "nonnull").optional(each -> amount(each, types)),
                attribute(json, "disjoint").optional(each -> disjoint(each, json.get("name").text(), types)),
                attribute(json, "consumes").optional(each -> extent(each, types)));
    }

    private static Result result(Json json, Map<String, Type> types) {
        attribute(json, "const").optional(Json::flag);
        attribute(json, "nullable").optional(Json::flag);
        return new Result(
                type(json.get("type")), attribute(json, "owned").optional(each -> extent(each, types)));
    }

    /** An attribute that only a pointer may have. */
    private static Json attribute(Json json, String name) {
        Json attribute = json.get(name);
        if (attribute.isThere() && type(json.get("type")) != Type.ptr) {
            throw attribute.mustBe("an attribute of a ptr");
        }
        return attribute;
    }

    private static JsonPrimitive amount(Json json, Map<String, Type> types) {
        boolean right = json.isText() ? isInteger(types.get(json.text())) : json.integer() >= 0;
        if (!right) {
            throw json.mustBe("an integer parameter's name or a number of bytes");
        }
        return (JsonPrimitive) json.value();
    }

    private static boolean isInteger(Type type) {
        return type != null && type.isInteger();
    }

    private static Extent extent(Json json, Map<String, Type> types) {
        Json align = json.get("align");
        if (!align.isText()) {
            power(align);
        }
        return new Extent(amount(json.get("size"), types), amount(align, types));
    }

    private static String disjoint(Json json, String name, Map<String, Type> types) {
        if (json.text().equals(name) || types.get(json.text()) != Type.ptr) {
            throw json.mustBe("the name of another ptr");
        }
        return json.text();
    }
}
