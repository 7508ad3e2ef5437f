// SPDX-License-Identifier: MIT
package vera.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The functions with correct arguments. */
class FunctionsTest {
    private static Object call(String function, Object... arguments) {
        return VeraModule.memory().function(function).call(arguments);
    }

    private static Pointer allocate(long size) {
        return (Pointer) call("allocate", size);
    }

    private static void fill(Pointer address, long size, int value) {
        for (long i = 0; i < size; i++) {
            address.setByte(i, (byte) value);
        }
    }

    @Test
    @DisplayName("functions")
    void functions() throws IOException {
        VeraModule memory = VeraModule.memory();
        JsonObject manifest =
                JsonParser.parseString(Files.readString(memory.manifest())).getAsJsonObject();
        List<String> names = new ArrayList<>();
        for (JsonElement each : manifest.getAsJsonArray("functions")) {
            String name = each.getAsJsonObject().get("name").getAsString();
            assertEquals(name, memory.function(name).name());
            names.add(name);
        }
        assertEquals(names, List.copyOf(memory.functions().keySet()));
        assertEquals(List.of("size", "align"), memory.function("allocate_aligned").parameters());
        assertEquals(
                "set_memory(dest: ptr, value: i8, count: i64)", memory.function("set_memory").toString());
        assertEquals("allocate(size: i64) -> ptr", memory.function("allocate").toString());
        assertEquals("VeraModule[" + memory.manifest() + "]", memory.toString());
        assertThrows(IllegalArgumentException.class, () -> memory.function("malloc"));
        assertThrows(
                UnsupportedOperationException.class, () -> memory.functions().clear());
    }

    @Test
    @DisplayName("allocate")
    void allocate() {
        for (Object size : new Object[] {0, (byte) 1, (short) 8, 100L, BigInteger.valueOf(100_000)}) {
            Pointer address = (Pointer) call("allocate", size);
            assertEquals(0, Pointer.nativeValue(address) % 8);
            fill(address, ((Number) size).longValue(), 0xA5);
            assertNull(call("free", address, size));
        }
    }

    @Test
    @DisplayName("allocate_aligned")
    void allocateAligned() {
        for (int align = 1; align <= 4096; align *= 2) {
            Pointer address = (Pointer) call("allocate_aligned", 100, align);
            assertEquals(0, Pointer.nativeValue(address) % align);
            fill(address, 100, 0x5A);
            call("free_aligned", address, 100, align);
        }
    }

    @Test
    @DisplayName("copy_memory, set_memory, zero_memory")
    void bulk() {
        Pointer one = allocate(4);
        Pointer other = allocate(4);
        call("set_memory", one, -1, 4);
        assertArrayEquals(new byte[] {-1, -1, -1, -1}, one.getByteArray(0, 4));
        call("zero_memory", one.share(2), 1);
        assertArrayEquals(new byte[] {-1, -1, 0, -1}, one.getByteArray(0, 4));
        call("set_memory", other, 7, 4);
        call("copy_memory", other, one, 3);
        assertArrayEquals(new byte[] {-1, -1, 0, 7}, other.getByteArray(0, 4));
        call("copy_memory", one, one, 4);
        for (Pointer address : new Pointer[] {one, null}) {
            call("copy_memory", address, null, 0);
            call("set_memory", address, 1, 0);
            call("zero_memory", address, 0);
        }
        assertArrayEquals(new byte[] {-1, -1, 0, -1}, one.getByteArray(0, 4));
        call("free", one, 4);
        call("free", other, 4);
    }

    @Test
    @DisplayName("free null")
    void freeNull() {
        call("free", null, 100);
        call("free_aligned", null, 100, 8);
    }

    @Test
    @DisplayName("null")
    void nothing() {
        assertNull(allocate(-1));
        assertNull(allocate(1L << 62));
        Pointer address = allocate(1);
        assertNotNull(address);
        call("free", address, 1);
    }
}
