// SPDX-License-Identifier: MIT
package vera.memory;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import vera.memory.Manifest.Description;
import vera.memory.Manifest.Parameter;

/** A function of a module, which checks its arguments. */
public final class VeraFunction {
    private final Description description;
    private final List<Relation> relations;
    private final Function function;

    VeraFunction(NativeLibrary library, Description description) {
        this.description = description;
        relations = Relation.of(description);
        function = library.getFunction(description.symbol());
    }

    Description description() {
        return description;
    }

    /** The VERA name. */
    public String name() {
        return description.name();
    }

    /** The parameters' names, in order. */
    public List<String> parameters() {
        return description.parameters().stream().map(Parameter::name).toList();
    }

    /**
     * Calls the function. An integer may be of any of Java's integer types, or a BigInteger; an address is a JNA {@link
     * com.sun.jna.Pointer}, or null. Sizes are known, and checked, for a {@link com.sun.jna.Memory}, for a {@link
     * Block#address}, and for pointers shared from these; a plain Pointer is passed unchecked.
     *
     * @return what the function returns: null for a null address, and for no result
     * @throws IllegalArgumentException if there are too few or too many arguments, or if one is of the wrong type, out
     *     of its type's range, or not allowed by the module's manifest
     * @throws IndexOutOfBoundsException if the function would read or write more bytes than the memory is known to have
     * @throws NullPointerException if the array of arguments is null
     */
    public Object call(Object... arguments) {
        List<Parameter> parameters = description.parameters();
        Objects.requireNonNull(arguments, () -> name() + ": arguments must not be null");
        if (arguments.length != parameters.size()) {
            String noun = parameters.size() == 1 ? " argument" : " arguments";
            throw new IllegalArgumentException(
                    name() + ": takes " + parameters.size() + noun + ", not " + arguments.length);
        }
        Object[] passed = new Object[arguments.length];
        for (int i = 0; i < passed.length; i++) {
            Parameter parameter = parameters.get(i);
            passed[i] = parameter.type().toNative(arguments[i], name(), parameter.name());
        }
        for (Relation relation : relations) {
            relation.check(passed);
        }
        Object result = description.returns().type().call(function, passed);
        // A block, or a JNA Memory, that is last used here must not be collected before the call is over.
        Reference.reachabilityFence(passed);
        return result;
    }

    /** The signature, as VERA writes it. */
    @Override
    public String toString() {
        String list = description.parameters().stream()
                .map(each -> each.name() + ": " + each.type().vera())
                .collect(Collectors.joining(", "));
        Type type = description.returns().type();
        return name() + "(" + list + ")" + (type == Type.nothing ? "" : " -> " + type.vera());
    }
}
