// SPDX-License-Identifier: MIT
package vera.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    private static final int COUNT = 10_000;

    /** Runs both at once, and returns what they return. */
    private static <T> List<T> together(Callable<T> one, Callable<T> other) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(List.of(one, other))) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    private static List<Block> allocate() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            new Block(1 + i % 500).free();
            blocks.add(new Block(1 + i % 500));
        }
        return blocks;
    }

    private static Void free(List<Block> blocks) {
        blocks.forEach(Block::free);
        return null;
    }

    @Test
    @DisplayName("threads")
    void threads() throws Exception {
        List<List<Block>> blocks = together(ThreadsTest::allocate, ThreadsTest::allocate);
        Set<Pointer> addresses = new HashSet<>();
        blocks.forEach(list -> list.forEach(block -> addresses.add(block.address())));
        assertEquals(2 * COUNT, addresses.size());
        together(() -> free(blocks.get(1)), () -> free(blocks.get(0)));
    }

    /** If a free and a use happen at once, the use completes or is refused; of two frees, one is refused. */
    @Test
    @DisplayName("threads: one block")
    void race() throws Exception {
        for (int i = 0; i < 300; i++) {
            Block block = new Block(100_000);
            AtomicInteger refused = new AtomicInteger();
            Callable<Void> user = () -> {
                try {
                    block.fill((byte) 1);
                    block.free();
                } catch (IllegalStateException expected) {
                    refused.incrementAndGet();
                }
                return null;
            };
            together(user, user);
            assertEquals(1, refused.get());
        }
    }
}
