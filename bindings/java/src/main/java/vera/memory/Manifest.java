// SPDX-License-Identifier: MIT
package vera.memory;

import com.google.gson.JsonPrimitive;
import java.util.List;

/**
 * The parts of a module's manifest that are used here, checked by {@link ManifestReader}.
 *
 * @param library the name of its file on this system
 */
record Manifest(String library, long align, List<Description> functions) {
    record Description(String name, String symbol, List<Parameter> parameters, Result returns) {
        int position(String parameter) {
            return parameters.stream().map(Parameter::name).toList().indexOf(parameter);
        }
    }

    /** Null means missing. An amount is a number, or the name of the parameter that has it. */
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
        /** Whether both are parameters, which the caller chooses. */
        boolean isChosen() {
            return size.isString() && align.isString();
        }
    }
}
