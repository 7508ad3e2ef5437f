// SPDX-License-Identifier: MIT
package vera.memory;

import java.util.Arrays;

/**
 * Prints the cost in ns of a raw allocate and free pair, and of an owned block: the median of rounds, because the code
 * is still being compiled in the first ones.
 */
final class Bench {
    private static final int ROUNDS = 15;
    private static final int REPEATS = 20_000;

    private Bench() {}

    private static long measure(Runnable work) {
        long[] times = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < REPEATS; i++) {
                work.run();
            }
            times[round] = (System.nanoTime() - start) / REPEATS;
        }
        Arrays.sort(times);
        return times[ROUNDS / 2];
    }

    public static void main(String[] arguments) {
        VeraFunction allocate = VeraModule.memory().function("allocate");
        VeraFunction free = VeraModule.memory().function("free");
        long raw = measure(() -> free.call(allocate.call(64), 64));
        long block = measure(() -> new Block(64).free());
        System.out.println(raw + " " + block);
    }
}
