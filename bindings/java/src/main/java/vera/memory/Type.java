// SPDX-License-Identifier: MIT
package vera.memory;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import java.math.BigInteger;

/** VERA's types, under their VERA names except void: the Java values that they take, and how JNA passes them. */
enum Type {
    i8(8, true),
    i16(16, true),
    i32(32, true),
    i64(64, true),
    u8(8, false),
    u16(16, false),
    u32(32, false),
    u64(64, false),
    f32(Float.class),
    f64(Double.class),
    bool(Boolean.class),
    ptr(Pointer.class),
    nothing(Void.class);

    private final Class<?> taken; // null for an integer
    private final int bits;
    private final BigInteger least;
    private final BigInteger most;

    Type(Class<?> taken) {
        this.taken = taken;
        bits = 0;
        least = most = null;
    }

    Type(int bits, boolean signed) {
        taken = null;
        this.bits = bits;
        least = signed ? BigInteger.TWO.pow(bits - 1).negate() : BigInteger.ZERO;
        most = BigInteger.TWO.pow(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
    }

    String vera() {
        return this == nothing ? "void" : name();
    }

    boolean isInteger() {
        return taken == null;
    }

    /**
     * Converts a value to what JNA passes, without changing it.
     *
     * @throws IllegalArgumentException unless it is of this type, naming function and parameter
     */
    Object toNative(Object value, String function, String parameter) {
        if (isInteger()) {
            return narrow(integer(value, function, parameter));
        }
        if (!taken.isInstance(value) && (value != null || this != ptr)) {
            throw wrong(function, parameter, "a " + taken.getSimpleName(), value);
        }
        // JNA itself would pass true as an int of -1.
        return value instanceof Boolean ? (byte) (value.equals(true) ? 1 : 0) : value;
    }

    /** The bits of an integer that is in range. */
    private long integer(Object value, String function, String parameter) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            long number = ((Number) value).longValue();
            // Only for these two can a long be enough.
            if (this == i64 || this == u64 && number >= 0) {
                return number;
            }
            return inRange(BigInteger.valueOf(number), function, parameter);
        }
        if (value instanceof BigInteger number) {
            return inRange(number, function, parameter);
        }
        throw wrong(function, parameter, "an integer", value);
    }

    private long inRange(BigInteger number, String function, String parameter) {
        if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
            throw wrong(function, parameter, "from " + least + " to " + most, number);
        }
        return number.longValue();
    }

    private Object narrow(long number) {
        return switch (bits) {
            case 8 -> (byte) number;
            case 16 -> (short) number;
            case 32 -> (int) number;
            default -> number;
        };
    }

    private static IllegalArgumentException wrong(String function, String parameter, String expected, Object value) {
        String given = value instanceof CharSequence ? "\"" + value + "\"" : String.valueOf(value);
        return new IllegalArgumentException(function + ": " + parameter + " must be " + expected + ", not " + given);
    }

    /** The number of bytes that a value from {@link #toNative} means, at most Long.MAX_VALUE. */
    long amount(Object value) {
        long number = ((Number) value).longValue();
        if (least.signum() < 0) {
            return number;
        }
        return bits == 64 ? (number < 0 ? Long.MAX_VALUE : number) : number & ((1L << bits) - 1);
    }

    /** Calls a function that returns this type. Unsigned integers are returned in Java's next larger type. */
    Object call(Function function, Object[] arguments) {
        return switch (this) {
            case i8 -> function.invoke(byte.class, arguments);
            case i16 -> function.invoke(short.class, arguments);
            case i32 -> function.invokeInt(arguments);
            case i64 -> function.invokeLong(arguments);
            case u8 -> (short) Byte.toUnsignedInt((Byte) function.invoke(byte.class, arguments));
            case u16 -> Short.toUnsignedInt((Short) function.invoke(short.class, arguments));
            case u32 -> Integer.toUnsignedLong(function.invokeInt(arguments));
            case u64 -> new BigInteger(Long.toUnsignedString(function.invokeLong(arguments)));
            case f32 -> function.invokeFloat(arguments);
            case f64 -> function.invokeDouble(arguments);
            case bool -> (Byte) function.invoke(byte.class, arguments) != 0;
            case ptr -> function.invokePointer(arguments);
            case nothing -> {
                function.invokeVoid(arguments);
                yield null;
            }
        };
    }
}
