// SPDX-License-Identifier: MIT
package vera.memory;

import com.sun.jna.Pointer;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import vera.memory.Manifest.Description;
import vera.memory.Manifest.Extent;
import vera.memory.Manifest.Parameter;

/**
 * The functions that give a block of any alignment and take it back. They are found by what they do, the manifest's
 * attributes {@code owned} and {@code consumes}, and called by the names of parameters.
 */
final class Owner {
    private static final VeraFunction GIVE = find(Owner::gives);
    private static final VeraFunction TAKE = find(Owner::takes);
    private static final Extent OWNED = GIVE.description().returns().owned();
    private static final Parameter CONSUMED = TAKE.description().parameters().stream()
            .filter(parameter -> parameter.consumes() != null)
            .findFirst()
            .orElseThrow();

    private static final int[] GIVEN = positions(GIVE, sizeName(), alignName());
    private static final int[] TAKEN = positions(
            TAKE,
            CONSUMED.name(),
            CONSUMED.consumes().size().getAsString(),
            CONSUMED.consumes().align().getAsString());

    private Owner() {}

    private static VeraFunction find(Predicate<Description> wanted) {
        return VeraModule.memory().functions().values().stream()
                .filter(function -> wanted.test(function.description()))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("vera:memory has no blocks of any alignment"));
    }

    private static boolean gives(Description function) {
        Extent owned = function.returns().owned();
        return owned != null && owned.isChosen();
    }

    private static boolean takes(Description function) {
        return function.parameters().stream().anyMatch(each -> each.consumes() != null && each.consumes().isChosen());
    }

    /** Which of the names each parameter of the function is. */
    private static int[] positions(VeraFunction function, String... names) {
        List<String> list = Arrays.asList(names);
        return function.parameters().stream().mapToInt(list::indexOf).toArray();
    }

    private static Object call(VeraFunction function, int[] positions, Object... values) {
        return function.call(Arrays.stream(positions).mapToObj(position -> values[position]).toArray());
    }

    static String name() {
        return GIVE.name();
    }

    static String sizeName() {
        return OWNED.size().getAsString();
    }

    static String alignName() {
        return OWNED.align().getAsString();
    }

    /** A new block, or null. */
    static Pointer allocate(long size, long align) {
        return (Pointer) call(GIVE, GIVEN, size, align);
    }

    static void free(Pointer address, long size, long align) {
        call(TAKE, TAKEN, address, size, align);
    }
}
