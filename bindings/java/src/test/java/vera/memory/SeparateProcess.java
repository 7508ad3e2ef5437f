// SPDX-License-Identifier: MIT
package vera.memory;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The programs that BlockTest runs in a process of their own: in the library's check mode, which reports a free with
 * the wrong size, a use of freed memory, and leaks; or to see the process grow.
 */
final class SeparateProcess {
    private SeparateProcess() {}

    static Block kept;
    static ByteBuffer bytes;

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "leak" -> kept = new Block(100);
            case "scope" -> scope();
            case "sizes" -> sizes();
            case "collector" -> collector();
            case "address" -> address();
            case "buffer" -> buffer();
            case "growth" -> growth();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void scope() {
        new Block(100).free();
        try (Block block = new Block(100)) {
            block.fill((byte) 1);
        }
        Block twice = new Block(100);
        twice.close();
        twice.close();
        try (Block block = new Block(100)) {
            throw new IllegalStateException("on the way with " + block.size());
        } catch (IllegalStateException expected) {
            return;
        }
    }

    private static void sizes() {
        for (long size : new long[] {0, 1, 100, 4097, 100_000}) {
            new Block(size).free();
            for (long align : new long[] {1, 16, 64, 4096}) {
                new Block(size, align).free();
            }
        }
    }

    private static void collector() throws InterruptedException {
        new Block(100);
        new Block(100, 64).buffer().put(0, (byte) 1);
        collect();
    }

    /** Uses a block of which only the address, or an address in it, is left. */
    private static void address() throws InterruptedException {
        kept(new Block(100).address(), 100);
        kept(new Block(100).address().share(50), 50);
        collect();
    }

    private static void kept(Pointer address, long count) throws InterruptedException {
        collect();
        VeraModule.memory().function("set_memory").call(address, 1, count);
    }

    /** Reads and writes bytes through a slice after their block was freed or collected. */
    private static void buffer() throws InterruptedException {
        for (boolean free : new boolean[] {true, false}) {
            bytes = outliving(free);
            collect();
            if (bytes.get(99_990) != 7) {
                throw new AssertionError("not the byte that was there");
            }
            bytes.put(99_990, (byte) 8);
            bytes = null;
            collect();
        }
    }

    private static ByteBuffer outliving(boolean free) {
        Block block = new Block(100_000);
        block.fill((byte) 7);
        ByteBuffer slice = block.buffer().slice(1, 99_999).duplicate();
        if (free) {
            block.free();
        }
        return slice;
    }

    /** Cleaners run in a thread of their own, some time after the collection. */
    private static void collect() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            System.gc();
            Thread.sleep(20);
        }
    }

    private static long residentKilobytes() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    /** What a block leaves behind adds up in every round; what the compiler takes does not. */
    private static void growth() throws IOException {
        long least = Long.MAX_VALUE;
        long before = 0;
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 100_000; i++) {
                try (Block block = new Block(64 + i % 1024)) {
                    block.fill((byte) i);
                }
            }
            long now = residentKilobytes();
            least = Math.min(least, now - before);
            before = now;
        }
        if (least >= 1024) {
            throw new AssertionError("grew by " + least + " KiB at least, each time");
        }
    }
}
