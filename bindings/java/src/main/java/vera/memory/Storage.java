// SPDX-License-Identifier: MIT
package vera.memory;

import com.sun.jna.Pointer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The memory of a block. It is freed once nothing uses it any more: neither the block, nor a buffer, nor a running call
 * in another thread.
 */
final class Storage {
    private final Owner owner;
    final Pointer address;
    final long size;
    final long align;
    private final AtomicInteger users = new AtomicInteger(1);

    Storage(Owner owner, Pointer address, long size, long align) {
        this.owner = owner;
        this.address = address;
        this.size = size;
        this.align = align;
    }

    /** Adds a user, unless there is none left. */
    boolean acquire() {
        return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            owner.free(address, size, align);
        }
    }
}
