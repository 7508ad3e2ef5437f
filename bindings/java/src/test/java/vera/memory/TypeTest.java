// SPDX-License-Identifier: MIT
package vera.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The types that no function of the module uses yet. */
class TypeTest {
    private static Object pass(Type type, Object value) {
        return type.toNative(value, "f", "p");
    }

    @Test
    @DisplayName("types of other modules")
    void passed() {
        assertEquals((byte) -1, pass(Type.u8, 255));
        assertEquals((short) -1, pass(Type.u16, 65_535));
        assertEquals(-1, pass(Type.u32, 0xFFFF_FFFFL));
        assertEquals(-1L, pass(Type.u64, BigInteger.TWO.pow(64).subtract(BigInteger.ONE)));
        assertEquals((byte) 1, pass(Type.bool, true));
        assertEquals((byte) 0, pass(Type.bool, false));
        assertEquals(1.5f, pass(Type.f32, 1.5f));
        for (Type type : new Type[] {Type.u8, Type.u16, Type.u32, Type.u64}) {
            assertThrows(IllegalArgumentException.class, () -> pass(type, -1));
        }
        assertThrows(IllegalArgumentException.class, () -> pass(Type.bool, 1));
        assertThrows(IllegalArgumentException.class, () -> pass(Type.f64, 1));
    }

    @Test
    @DisplayName("amounts are unsigned if their type is")
    void amounts() {
        assertEquals(255, Type.u8.amount((byte) -1));
        assertEquals(0xFFFF_FFFFL, Type.u32.amount(-1));
        assertEquals(Long.MAX_VALUE, Type.u64.amount(-1L));
        assertEquals(-1, Type.i8.amount((byte) -1));
    }
}
