// SPDX-License-Identifier: MIT
package vera.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;

/** Blocks, which own their memory. */
class BlockTest {
    /**
     * What a part of {@link SeparateProcess} prints on stderr. Its heap is fully allocated from the start, so the
     * process grows only by memory outside it.
     */
    private static String run(String mode, String part) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "-Xms32m",
                "-Xmx32m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                SeparateProcess.class.getName(),
                part);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("VERA_MEMORY_MODE", mode);
        Process process = builder.start();
        String said = new String(process.getErrorStream().readAllBytes());
        return process.waitFor() == 0 ? said : said + "status " + process.exitValue();
    }

    private static String check(String part) throws IOException, InterruptedException {
        return run("check", part);
    }

    private static void assertMessage(Class<? extends Throwable> type, String start, Executable executable) {
        String message = assertThrows(type, executable).getMessage();
        assertTrue(message.startsWith(start), message);
    }

    @Test
    @DisplayName("null")
    void nothing() {
        assertMessage(IllegalArgumentException.class, "Block: size ", () -> new Block(-1));
        for (long align : new long[] {0, 24, -8, Long.MIN_VALUE}) {
            assertMessage(IllegalArgumentException.class, "Block: align ", () -> new Block(8, align));
        }
        assertMessage(OutOfMemoryError.class, "Block: ", () -> new Block(1L << 62));
        assertMessage(OutOfMemoryError.class, "Block: ", () -> new Block(1L << 62, 64));
        String large = "Block: out of memory for 8 bytes at a multiple of " + (1L << 62);
        assertMessage(OutOfMemoryError.class, large, () -> new Block(8, 1L << 62));
    }

    @Test
    @DisplayName("ownership: the library reports a block that is kept as a leak")
    void leak() throws IOException, InterruptedException {
        String said = check("leak");
        assertTrue(said.contains("leak: 1 block, 100 bytes"), said);
    }

    @Test
    @DisplayName("ownership: free, scope and the collector")
    void ownership() throws IOException, InterruptedException {
        assertEquals("", check("scope"));
        assertEquals("", check("collector"));
    }

    @Test
    @DisplayName("ownership: an address keeps its block from the collector")
    void address() throws IOException, InterruptedException {
        assertEquals("", check("address"));
    }

    @Test
    @DisplayName("second free")
    void secondFree() {
        Block block = new Block(8);
        assertFalse(block.isFreed());
        block.free();
        assertTrue(block.isFreed());
        assertThrows(IllegalStateException.class, block::free);
        block.close();
    }

    private static void assertFreed(String method, Executable use) {
        assertMessage(IllegalStateException.class, method + ": the block was freed", use);
    }

    @Test
    @DisplayName("use after free")
    void useAfterFree() {
        Block block = new Block(8);
        try (Block other = new Block(8)) {
            block.close();
            assertFreed("size", block::size);
            assertFreed("align", block::align);
            assertFreed("address", block::address);
            assertFreed("buffer", block::buffer);
            assertFreed("fill", () -> block.fill((byte) 1));
            assertFreed("fill", () -> block.fill((byte) 1, 0, 0));
            assertFreed("zero", block::zero);
            assertFreed("zero", () -> block.zero(0, 8));
            assertFreed("copyTo", () -> block.copyTo(other, 0, 0, 8));
            assertFreed("copyTo", () -> other.copyTo(block, 0, 0, 8));
        }
    }

    @Test
    @DisplayName("use after free: a buffer keeps the memory")
    void bufferAfterFree() throws IOException, InterruptedException {
        assertEquals("", check("buffer"));
    }

    @Test
    @DisplayName("use after free: no new user after the last one")
    void lastUser() {
        Storage storage = new Storage(Owner.get(), Owner.get().allocate(8, 8), 8, 8);
        assertTrue(storage.acquire());
        storage.release();
        storage.release();
        assertFalse(storage.acquire());
        assertFalse(storage.acquire());
    }

    @Test
    @DisplayName("same size")
    void sameSize() throws IOException, InterruptedException {
        assertEquals("", check("sizes"));
        try (Block block = new Block(100, 64);
                Block usual = new Block(100)) {
            assertEquals(100, block.size());
            assertEquals(64, block.align());
            assertEquals(0, Pointer.nativeValue(block.address()) % 64);
            assertEquals(VeraModule.memory().align(), usual.align());
            assertEquals("Block[size=100, align=64]", block.toString());
            block.free();
            assertEquals("Block[freed]", block.toString());
        }
    }

    @Test
    @DisplayName("bounds")
    void bounds() {
        try (Block block = new Block(8);
                Block small = new Block(4)) {
            ByteBuffer buffer = block.buffer();
            for (int index : new int[] {-1, 8}) {
                assertThrows(IndexOutOfBoundsException.class, () -> buffer.get(index));
                assertThrows(IndexOutOfBoundsException.class, () -> buffer.put(index, (byte) 1));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.getInt(5));
            long[][] ranges = {
                {-1, 1}, {-1, 9}, {0, 9}, {8, 1}, {9, 0}, {5, -1}, {Long.MAX_VALUE, 8}, {8, Long.MIN_VALUE}
            };
            for (long[] range : ranges) {
                long offset = range[0];
                long count = range[1];
                Class<? extends Throwable> type = IndexOutOfBoundsException.class;
                assertMessage(type, "fill: ", () -> block.fill((byte) 1, offset, count));
                assertMessage(type, "zero: ", () -> block.zero(offset, count));
                assertMessage(type, "copyTo: ", () -> block.copyTo(small, 0, offset, count));
                assertMessage(type, "copyTo: ", () -> small.copyTo(block, offset, 0, count));
            }
            assertMessage(IndexOutOfBoundsException.class, "copyTo: ", () -> block.copyTo(small, 0, 0, 5));
            assertMessage(NullPointerException.class, "copyTo: target must", () -> block.copyTo(null, 0, 0, 8));
            for (long target : new long[] {1, 3}) {
                assertMessage(
                        IllegalArgumentException.class,
                        "copyTo: targetOffset must",
                        () -> block.copyTo(block, target, 2, 4));
            }
            block.copyTo(block, 4, 0, 4);
            block.copyTo(block, 2, 2, 4);
            block.zero(8, 0);
            block.copyTo(small, 4, 8, 0);
        }
    }

    @Test
    @DisplayName("buffer")
    void buffer() {
        try (Block block = new Block(8);
                Block other = new Block(8);
                Block empty = new Block(0)) {
            block.zero();
            ByteBuffer buffer = block.buffer();
            assertEquals(ByteOrder.nativeOrder(), buffer.order());
            assertEquals(8, buffer.capacity());
            buffer.order(ByteOrder.BIG_ENDIAN).putShort(3, (short) 0x0102);
            block.fill((byte) -1, 6, 1);
            block.fill((byte) -2, 7, 1);
            other.fill((byte) 9);
            block.copyTo(other, 1, 2, 5);
            byte[] bytes = new byte[8];
            buffer.get(bytes);
            assertArrayEquals(new byte[] {0, 0, 0, 1, 2, 0, -1, -2}, bytes);
            other.buffer().get(bytes);
            assertArrayEquals(new byte[] {9, 0, 1, 2, 0, -1, 9, 9}, bytes);
            assertEquals(0, empty.buffer().capacity());
        }
    }

    @Test
    @DisplayName("buffer: too large")
    void largeBuffer() {
        Block block = new Block(1L << 31);
        assertThrows(UnsupportedOperationException.class, block::buffer);
        block.free();
    }

    @Test
    @DisplayName("round trip")
    void roundTrip() {
        byte[] written = new byte[1 << 20];
        new Random(1).nextBytes(written);
        try (Block one = new Block(written.length);
                Block other = new Block(written.length)) {
            one.buffer().put(written);
            one.copyTo(other, 0, 0, written.length);
            byte[] read = new byte[written.length];
            other.buffer().get(read);
            assertArrayEquals(written, read);
        }
    }

    @Test
    @DisplayName("no growth")
    @EnabledOnOs(OS.LINUX)
    void noGrowth() throws IOException, InterruptedException {
        assertEquals("", run("fast", "growth"));
    }
}
