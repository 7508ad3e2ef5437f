// SPDX-License-Identifier: MIT
package vera.memory;

import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A block of memory, which is freed with the size and the alignment that it was allocated with: at the end of a
 * try-with-resources statement, by {@link #free}, or by the garbage collector. The collector is the last resort,
 * because it does not know how much memory a small object stands for.
 *
 * <p>Several threads may use a block. Once a block is freed, every method but {@link #close} and {@link #isFreed}
 * throws IllegalStateException.
 */
public final class Block implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Storage storage;
    private final Cleaner.Cleanable cleanable;
    private final AtomicBoolean freed = new AtomicBoolean();

    /**
     * Allocates {@code size} bytes of unspecified content at a multiple of the module's least alignment, 8.
     *
     * @throws IllegalArgumentException if the size is negative
     * @throws OutOfMemoryError if there is not that much memory
     * @throws LinkageError if the module is missing or damaged, see {@link VeraModule#load}
     */
    public Block(long size) {
        this(size, VeraModule.memory().align());
    }

    /**
     * Allocates {@code size} bytes of unspecified content at a multiple of {@code align}.
     *
     * @throws IllegalArgumentException if the size is negative, or the alignment not a power of two
     * @throws OutOfMemoryError if there is not that much memory
     * @throws LinkageError if the module is missing or damaged, see {@link VeraModule#load}
     */
    public Block(long size, long align) {
        Owner owner = Owner.get();
        Pointer address = owner.allocate(size, align);
        if (address == null) {
            throw refusal(size, align);
        }
        storage = new Storage(owner, address, size, align);
        cleanable = CLEANER.register(this, storage::release);
    }

    /** Returns the error for missing memory, or throws the one for a wrong argument. */
    private static OutOfMemoryError refusal(long size, long align) {
        if (size < 0) {
            throw new IllegalArgumentException("Block: size must be 0 or more, not " + size);
        }
        if (Long.bitCount(align) != 1 || align < 0) {
            throw new IllegalArgumentException("Block: align must be a power of two, not " + align);
        }
        return new OutOfMemoryError("Block: out of memory for " + size + " bytes at a multiple of " + align);
    }

    /**
     * The number of bytes.
     *
     * @throws IllegalStateException if the block was freed
     */
    public long size() {
        return live("size").size;
    }

    /**
     * The alignment: the address is a multiple of it.
     *
     * @throws IllegalStateException if the block was freed
     */
    public long align() {
        return live("align").align;
    }

    /**
     * The address, for the functions of the module, which check the block's bounds with it. It keeps the block from the
     * collector, as does each address shared from it. It does not prevent {@link #free}; after that, the address must
     * not be used.
     *
     * @throws IllegalStateException if the block was freed
     */
    public Pointer address() {
        return new Address(this, Pointer.nativeValue(live("address").address), storage.size);
    }

    /** Whether {@link #free} or {@link #close} was called. */
    public boolean isFreed() {
        return freed.get();
    }

    /**
     * The bytes, not a copy, in the machine's byte order. The memory outlives the block while this buffer, or one made
     * from it, is in use: it is freed when they are collected.
     *
     * @throws IllegalStateException if the block was freed
     * @throws UnsupportedOperationException if there are more bytes than a buffer can hold, which is 2 GiB
     */
    public ByteBuffer buffer() {
        acquire("buffer");
        if (storage.size > Integer.MAX_VALUE) {
            storage.release();
            throw new UnsupportedOperationException("buffer: cannot hold " + storage.size + " bytes");
        }
        ByteBuffer buffer = storage.address.getByteBuffer(0, storage.size);
        CLEANER.register(buffer, storage::release);
        return buffer.order(ByteOrder.nativeOrder());
    }

    /**
     * Sets all bytes to {@code value}.
     *
     * @throws IllegalStateException if the block was freed
     */
    public void fill(byte value) {
        fill(value, 0, live("fill").size);
    }

    /**
     * Sets {@code count} bytes from {@code offset} to {@code value}.
     *
     * @throws IndexOutOfBoundsException if not all of them are within the block
     * @throws IllegalStateException if the block was freed
     */
    public void fill(byte value, long offset, long count) {
        use("fill", () -> call("set_memory", at("fill", offset, count), value, count));
    }

    /**
     * Sets all bytes to 0.
     *
     * @throws IllegalStateException if the block was freed
     */
    public void zero() {
        zero(0, live("zero").size);
    }

    /**
     * Sets {@code count} bytes from {@code offset} to 0.
     *
     * @throws IndexOutOfBoundsException if not all of them are within the block
     * @throws IllegalStateException if the block was freed
     */
    public void zero(long offset, long count) {
        use("zero", () -> call("zero_memory", at("zero", offset, count), count));
    }

    /**
     * Copies {@code count} bytes from {@code offset} to {@code targetOffset} in {@code target}.
     *
     * @throws NullPointerException if the target is null
     * @throws IndexOutOfBoundsException if not all of the bytes are within their blocks
     * @throws IllegalArgumentException if the target is this block, and the bytes overlap without being the same
     * @throws IllegalStateException if one of the blocks was freed
     */
    public void copyTo(Block target, long targetOffset, long offset, long count) {
        Objects.requireNonNull(target, "copyTo: target must not be null");
        use("copyTo", () -> target.use("copyTo", () -> {
            Pointer to = target.at("copyTo", targetOffset, count);
            Pointer from = at("copyTo", offset, count);
            if (target == this && Relation.overlap(targetOffset, count, offset, count)) {
                throw new IllegalArgumentException("copyTo: targetOffset must be " + offset + ", or " + count
                        + " or more bytes from there, not " + targetOffset);
            }
            call("copy_memory", to, from, count);
        }));
    }

    /**
     * Frees the memory.
     *
     * @throws IllegalStateException if the block was freed
     */
    public void free() {
        if (freed.getAndSet(true)) {
            throw new IllegalStateException("free: the block was freed");
        }
        cleanable.clean();
    }

    /** Frees the memory, unless it was freed. */
    @Override
    public void close() {
        freed.set(true);
        cleanable.clean();
    }

    @Override
    public String toString() {
        return isFreed() ? "Block[freed]" : "Block[size=" + storage.size + ", align=" + storage.align + "]";
    }

    private static void call(String function, Object... arguments) {
        VeraModule.memory().function(function).call(arguments);
    }

    private Storage live(String method) {
        if (freed.get()) {
            throw new IllegalStateException(method + ": the block was freed");
        }
        return storage;
    }

    /** Another thread may free the block between the check in {@link #live} and the use of its memory. */
    private void acquire(String method) {
        if (!live(method).acquire()) {
            throw new IllegalStateException(method + ": the block was freed");
        }
    }

    private void use(String method, Runnable action) {
        acquire(method);
        try {
            action.run();
        } finally {
            storage.release();
        }
    }

    private Pointer at(String method, long offset, long count) {
        if (offset < 0 || count < 0 || offset > storage.size - count) {
            throw new IndexOutOfBoundsException(
                    method + ": " + count + " bytes from " + offset + " are not within " + storage.size);
        }
        return storage.address.share(offset);
    }
}
