// SPDX-License-Identifier: MIT
package vera.memory;

import java.nio.ByteBuffer;

/**
 * What BlockTest runs in a process of its own, under the library's check mode, which tells of a wrong size at a free,
 * of a use of memory that was freed, and of leaks.
 */
final class Checked {
    private Checked() {}

    static Block kept;
    static ByteBuffer bytes;

    public static void main(String[] arguments) throws InterruptedException {
        switch (arguments[0]) {
            case "leak" -> kept = new Block(100);
            case "scope" -> scope();
            case "sizes" -> sizes();
            case "collector" -> collector();
            case "buffer" -> buffer();
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

    /** Reads and writes bytes whose block was freed, or collected, through a slice. */
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

    /** Cleaners run in a thread of their own some time after the collection. */
    private static void collect() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            System.gc();
            Thread.sleep(20);
        }
    }
}
