// SPDX-License-Identifier: MIT
package vera.memory;

import com.sun.jna.Pointer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import vera.memory.Manifest.Description;
import vera.memory.Manifest.Extent;
import vera.memory.Manifest.Parameter;

/**
 * The module {@code vera:memory}, and those of its functions that allocate and free a block of any alignment. They are
 * found not by name but by the manifest's attributes {@code owned} and {@code consumes}, and called by the names of
 * their parameters.
 */
final class Owner {
    private static volatile Owner owner;

    private final VeraModule module;
    private final VeraFunction give;
    private final VeraFunction take;
    private final int[] given;
    private final int[] taken;

    private Owner(VeraModule module) {
        this.module = module;
        give = find(Owner::gives);
        take = find(Owner::takes);
        Extent owned = give.description().returns().owned();
        given = positions(give, owned.size().getAsString(), owned.align().getAsString());
        Parameter consumed = consumed(take.description()).orElseThrow();
        Extent extent = consumed.consumes();
        taken = positions(
                take, consumed.name(), extent.size().getAsString(), extent.align().getAsString());
    }

    /**
     * Loads the module at the first use, so that a missing library is reported where it is needed. Not in the
     * initializer of a class, which Java tries only once.
     */
    static Owner get() {
        Owner known = owner;
        return known != null ? known : load();
    }

    private static synchronized Owner load() {
        if (owner == null) {
            owner = new Owner(VeraModule.load("memory"));
        }
        return owner;
    }

    private VeraFunction find(Predicate<Description> wanted) {
        return module.functions().values().stream()
                .filter(function -> wanted.test(function.description()))
                .findFirst()
                .orElseThrow(() -> new LinkageError(module.manifest() + ": no function allocates, or none frees"));
    }

    private static boolean gives(Description function) {
        Extent owned = function.returns().owned();
        return owned != null && owned.isChosen();
    }

    private static boolean takes(Description function) {
        return consumed(function).isPresent();
    }

    private static Optional<Parameter> consumed(Description function) {
        return function.parameters().stream()
                .filter(each -> each.consumes() != null && each.consumes().isChosen())
                .findFirst();
    }

    /** For each parameter of the function, its index among the names. */
    private static int[] positions(VeraFunction function, String... names) {
        List<String> list = Arrays.asList(names);
        return function.parameters().stream().mapToInt(list::indexOf).toArray();
    }

    private static Object call(VeraFunction function, int[] positions, Object... values) {
        return function.call(Arrays.stream(positions).mapToObj(position -> values[position]).toArray());
    }

    VeraModule module() {
        return module;
    }

    /** A new block, or null. */
    Pointer allocate(long size, long align) {
        return (Pointer) call(give, given, size, align);
    }

    void free(Pointer address, long size, long align) {
        call(take, taken, address, size, align);
    }
}
