// SPDX-License-Identifier: MIT
package vera.memory;

import com.google.gson.JsonPrimitive;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import vera.memory.Manifest.Description;
import vera.memory.Manifest.Parameter;

/**
 * What a manifest requires of arguments beyond their types: lengths that are not negative, pointers that are not null,
 * and ranges that do not overlap and, where the size of the memory is known, are not larger than it.
 */
@FunctionalInterface
interface Relation {
    /**
     * @param arguments as JNA passes them
     * @throws IllegalArgumentException if the relation does not hold
     * @throws IndexOutOfBoundsException if a range is larger than its memory
     */
    void check(Object[] arguments);

    /** All relations of a function, in an order in which each may rely on the earlier ones. */
    static List<Relation> of(Description function) {
        List<Relation> relations = new ArrayList<>();
        function.parameters().forEach(parameter -> addNatural(relations, function, parameter));
        function.parameters().forEach(parameter -> addNonnull(relations, function, parameter));
        function.parameters().forEach(parameter -> addWithin(relations, function, parameter));
        function.parameters().forEach(parameter -> addDisjoint(relations, function, parameter));
        return List.copyOf(relations);
    }

    private static List<JsonPrimitive> extents(Parameter parameter) {
        return Stream.of(parameter.reads(), parameter.writes()).filter(Objects::nonNull).toList();
    }

    private static ToLongFunction<Object[]> amount(Description function, JsonPrimitive amount) {
        if (!amount.isString()) {
            long number = amount.getAsLong();
            return arguments -> number;
        }
        int position = function.position(amount.getAsString());
        Type type = function.parameters().get(position).type();
        return arguments -> type.amount(arguments[position]);
    }

    private static long address(Object argument) {
        return Pointer.nativeValue((Pointer) argument);
    }

    private static void addNatural(List<Relation> relations, Description function, Parameter parameter) {
        for (JsonPrimitive extent : extents(parameter)) {
            ToLongFunction<Object[]> amount = amount(function, extent);
            relations.add(arguments -> {
                if (amount.applyAsLong(arguments) < 0) {
                    throw new IllegalArgumentException(function.name() + ": " + extent.getAsString()
                            + " must be 0 or more, not " + amount.applyAsLong(arguments));
                }
            });
        }
    }

    /** A pointer to 0 is null too. */
    private static void addNonnull(List<Relation> relations, Description function, Parameter parameter) {
        if (parameter.nonnull() == null) {
            return;
        }
        int position = function.position(parameter.name());
        ToLongFunction<Object[]> amount = amount(function, parameter.nonnull());
        relations.add(arguments -> {
            if (address(arguments[position]) == 0 && amount.applyAsLong(arguments) > 0) {
                throw new IllegalArgumentException(function.name() + ": " + parameter.name()
                        + " must not be null for " + amount.applyAsLong(arguments) + " bytes");
            }
        });
    }

    private static void addWithin(List<Relation> relations, Description function, Parameter parameter) {
        int position = function.position(parameter.name());
        for (JsonPrimitive extent : extents(parameter)) {
            ToLongFunction<Object[]> amount = amount(function, extent);
            relations.add(arguments -> {
                long size = size(arguments[position]);
                if (amount.applyAsLong(arguments) > size) {
                    throw new IndexOutOfBoundsException(function.name() + ": " + parameter.name() + " must have "
                            + amount.applyAsLong(arguments) + " bytes or more, not " + size);
                }
            });
        }
    }

    /** The number of bytes that follow an address. For a plain pointer it is unknown, so it is not limited. */
    private static long size(Object argument) {
        if (argument instanceof Address address) {
            return address.size();
        }
        return argument instanceof Memory memory ? memory.size() : Long.MAX_VALUE;
    }

    private static void addDisjoint(List<Relation> relations, Description function, Parameter parameter) {
        if (parameter.disjoint() == null) {
            return;
        }
        int position = function.position(parameter.name());
        int otherPosition = function.position(parameter.disjoint());
        for (JsonPrimitive extent : extents(parameter)) {
            for (JsonPrimitive otherExtent : extents(function.parameters().get(otherPosition))) {
                ToLongFunction<Object[]> size = amount(function, extent);
                ToLongFunction<Object[]> otherSize = amount(function, otherExtent);
                relations.add(arguments -> {
                    long start = address(arguments[position]);
                    long other = address(arguments[otherPosition]);
                    if (overlap(start, size.applyAsLong(arguments), other, otherSize.applyAsLong(arguments))) {
                        throw new IllegalArgumentException(function.name() + ": " + parameter.name()
                                + " overlaps the bytes at " + parameter.disjoint());
                    }
                });
            }
        }
    }

    /** Compares distances, which cannot overflow, instead of ends, which can. */
    static boolean overlap(long start, long size, long other, long otherSize) {
        if (start == other || size == 0 || otherSize == 0) {
            return false;
        }
        return Long.compareUnsigned(start, other) < 0
                ? Long.compareUnsigned(other - start, size) < 0
                : Long.compareUnsigned(start - other, otherSize) < 0;
    }
}
