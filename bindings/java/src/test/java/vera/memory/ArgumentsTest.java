// SPDX-License-Identifier: MIT
package vera.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.math.BigInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The functions with wrong arguments: each exception names function and parameter. */
class ArgumentsTest {
    private static final BigInteger TOO_LARGE = BigInteger.TWO.pow(63);
    private static final BigInteger TOO_SMALL = TOO_LARGE.negate().subtract(BigInteger.ONE);

    private static Object call(String function, Object... arguments) {
        return VeraModule.memory().function(function).call(arguments);
    }

    private static void assertRefused(String parameter, String function, Object... arguments) {
        String message = assertThrows(IllegalArgumentException.class, () -> call(function, arguments)).getMessage();
        assertTrue((message + " ").startsWith(function + ": " + parameter + " "), message);
    }

    @Test
    @DisplayName("count of arguments")
    void count() {
        assertRefused("takes", "allocate_aligned", 8);
        assertRefused("takes", "allocate_aligned", 8, 8, 8);
        assertRefused("takes", "allocate");
        assertRefused("takes 1 argument, not 2", "allocate", 8, 8);
        String message = assertThrows(NullPointerException.class, () -> call("allocate", (Object[]) null))
                .getMessage();
        assertEquals("allocate: arguments must not be null", message);
    }

    @Test
    @DisplayName("types")
    void types() {
        for (Object value : new Object[] {"8", 1.5, 1.5f, true, null, 'a', new int[] {8}}) {
            assertRefused("size", "allocate", value);
            assertRefused("value", "set_memory", null, value, 0);
        }
        for (Object value : new Object[] {"8", 8, 8L, true, new byte[8]}) {
            assertRefused("addr", "free", value, 8);
        }
    }

    @Test
    @DisplayName("ranges")
    void ranges() {
        assertRefused("size", "allocate", TOO_LARGE);
        assertRefused("size", "allocate", TOO_SMALL);
        for (Object value : new Object[] {128, -129, 128L, (short) -129, BigInteger.valueOf(128), TOO_LARGE}) {
            assertRefused("value", "set_memory", null, value, 0);
        }
    }

    @Test
    @DisplayName("negative counts")
    void negative() {
        assertRefused("count", "zero_memory", null, -1);
    }

    @Test
    @DisplayName("null arguments")
    void nullArguments() {
        Pointer address = (Pointer) call("allocate", 1);
        for (Pointer nothing : new Pointer[] {null, new Pointer(0)}) {
            assertRefused("dest", "copy_memory", nothing, address, 1);
            assertRefused("src", "copy_memory", address, nothing, 1);
        }
        call("free", address, 1);
    }

    private static void assertTooLarge(String function, Object... arguments) {
        String message = assertThrows(IndexOutOfBoundsException.class, () -> call(function, arguments))
                .getMessage();
        assertTrue(message.startsWith(function + ": "), message);
    }

    @Test
    @DisplayName("bounds: memory whose size is known")
    void bounds() {
        try (Block block = new Block(4)) {
            for (Pointer address : new Pointer[] {new Memory(4), block.address()}) {
                call("set_memory", address, 1, 4);
                call("zero_memory", address.share(3), 1);
                assertTooLarge("set_memory", address, 1, 5);
                assertTooLarge("zero_memory", address.share(3), 2);
                assertTooLarge("zero_memory", address.share(1, 2), 3);
                call("copy_memory", address.share(2), address, 2);
                assertTooLarge("copy_memory", new Memory(8), address, 5);
                assertTooLarge("copy_memory", address, new Memory(8), 5);
            }
            assertThrows(IndexOutOfBoundsException.class, () -> block.address().share(-1));
            assertThrows(IndexOutOfBoundsException.class, () -> block.address().share(5));
        }
    }

    @Test
    @DisplayName("overlap")
    void overlap() {
        Pointer address = (Pointer) call("allocate", 8);
        assertRefused("dest", "copy_memory", address, address.share(3), 4);
        assertRefused("dest", "copy_memory", address.share(3), address, 4);
        call("copy_memory", address, address.share(4), 4);
        call("free", address, 8);
    }
}
