<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

use Closure;
use FFI;
use FFI\CData;
use FFI\CType;

/**
 * What a function's manifest requires of its arguments beyond their number and types. Each rule takes
 * the arguments, and throws ValueError.
 *
 * @internal
 */
final class Rules
{
    private static FFI $ffi;

    /** @var array<string, int> */
    private readonly array $index;

    /**
     * @param list<array<string, mixed>> $descriptions
     * @param list<Parameter> $parameters
     */
    private function __construct(private readonly array $descriptions, private readonly array $parameters)
    {
        self::$ffi ??= FFI::cdef();
        $this->index = array_flip(array_column($descriptions, 'name'));
    }

    /**
     * @param list<array<string, mixed>> $descriptions
     * @param list<Parameter> $parameters
     * @return list<Closure(list<mixed>): void>
     */
    public static function of(array $descriptions, array $parameters): array
    {
        $rules = new self($descriptions, $parameters);
        return [...$rules->lengths(), ...$rules->nulls(), ...$rules->sizes(), ...$rules->overlaps()];
    }

    /** A parameter for the number of bytes read or written must not be negative. */
    private function lengths(): array
    {
        $names = [...array_column($this->descriptions, 'reads'), ...array_column($this->descriptions, 'writes')];
        return array_map(function (string $name): Closure {
            $index = $this->position($name);
            $parameter = $this->parameters[$index];
            return static function (array $arguments) use ($index, $parameter): void {
                if ($arguments[$index] < 0) {
                    $parameter->refuse('be greater than or equal to 0');
                }
            };
        }, array_unique(array_filter($names, is_string(...))));
    }

    private function nulls(): array
    {
        return $this->each('nonnull', function (int $index, int|string $name): Closure {
            $length = $this->amount($name);
            $parameter = $this->parameters[$index];
            return static function (array $arguments) use ($index, $length, $parameter, $name): void {
                if ($length($arguments) > 0 && self::address($arguments[$index]) === 0) {
                    $parameter->refuse("not be null while \$$name is above 0");
                }
            };
        });
    }

    /** FFI knows the size of an array, but not of what a pointer points to. */
    private function sizes(): array
    {
        $make = function (int $index, int|string $amount): Closure {
            $length = $this->amount($amount);
            $parameter = $this->parameters[$index];
            return static function (array $arguments) use ($index, $length, $parameter): void {
                $value = $arguments[$index];
                $least = $length($arguments);
                if ($value !== null && self::isArray($value) && FFI::sizeof($value) < $least) {
                    $parameter->refuse("have at least $least bytes, " . FFI::sizeof($value) . ' given');
                }
            };
        };
        return [...$this->each('reads', $make), ...$this->each('writes', $make)];
    }

    private function overlaps(): array
    {
        return $this->each('disjoint', function (int $index, string $name): Closure {
            $other = $this->position($name);
            [$length, $otherLength] = [$this->extent($index), $this->extent($other)];
            $parameter = $this->parameters[$index];
            return static function (array $arguments) use ($index, $other, $length, $otherLength, $parameter, $name) {
                $distance = self::address($arguments[$index]) - self::address($arguments[$other]);
                if ($distance !== 0 && $distance > -$length($arguments) && $distance < $otherLength($arguments)) {
                    $parameter->refuse("not overlap \$$name");
                }
            };
        });
    }

    /**
     * @param Closure(int, mixed): Closure $make
     * @return list<Closure>
     */
    private function each(string $attribute, Closure $make): array
    {
        $values = array_map(static fn (array $parameter) => $parameter[$attribute] ?? null, $this->descriptions);
        $values = array_filter($values, static fn (mixed $value) => $value !== null);
        return array_map($make, array_keys($values), $values);
    }

    private function position(string $name): int
    {
        return $this->index[$name];
    }

    /** A number, or the parameter of that name, as a function of the arguments. */
    private function amount(int|string $amount): Closure
    {
        if (is_int($amount)) {
            return static fn (): int => $amount;
        }
        $index = $this->position($amount);
        return static fn (array $arguments): int => $arguments[$index];
    }

    /** The number of bytes that are read or written at a parameter. */
    private function extent(int $index): Closure
    {
        $parameter = $this->descriptions[$index];
        return $this->amount($parameter['writes'] ?? $parameter['reads'] ?? 0);
    }

    private static function isArray(CData $value): bool
    {
        return FFI::typeof($value)->getKind() === CType::TYPE_ARRAY;
    }

    private static function address(?CData $value): int
    {
        if ($value === null) {
            return 0;
        }
        if (self::isArray($value)) {
            $value = FFI::addr($value);
        }
        // First to char *, because FFI would dereference a void * instead of converting it.
        return self::$ffi->cast('intptr_t', self::$ffi->cast('char *', $value))->cdata;
    }
}
