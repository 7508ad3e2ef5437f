<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

use FFI;
use FFI\CData;
use FFI\CType;

/**
 * A parameter of a function, and what may be passed for it. FFI itself would convert a non-number to a
 * number, and truncate one that is too large.
 *
 * @internal
 */
final class Parameter
{
    private readonly Type $type;
    private readonly int $least;
    private readonly int $most;

    /** @param string $label the beginning of PHP's own messages */
    public function __construct(public readonly string $name, string $type, private readonly string $label)
    {
        $this->type = Type::from($type);
        [$this->least, $this->most] = $this->type->isInteger() ? $this->type->limits() : [0, 0];
    }

    public function __toString(): string
    {
        return "{$this->type->inPhp()} \$$this->name";
    }

    /** Throws TypeError or ValueError if the value cannot be passed. */
    public function check(mixed $value): void
    {
        $fits = match ($this->type) {
            Type::Pointer => $value === null || $value instanceof CData,
            Type::F32, Type::F64 => is_int($value) || is_float($value),
            Type::Bool => is_bool($value),
            default => is_int($value),
        };
        if (!$fits) {
            $given = get_debug_type($value);
            throw new \TypeError("$this->label must be of type {$this->type->inPhp()}, $given given");
        }
        if ($value instanceof CData && !self::isAddress($value)) {
            $given = FFI::typeof($value)->getName();
            throw new \TypeError("$this->label must be a pointer or an array, $given given");
        }
        if ($this->least !== $this->most && ($value < $this->least || $value > $this->most)) {
            throw new \ValueError("$this->label must be between $this->least and $this->most, $value given");
        }
    }

    /** Refuses a value. $must follows "must" in the message. */
    public function refuse(string $must): never
    {
        throw new \ValueError("$this->label must $must");
    }

    private static function isAddress(CData $value): bool
    {
        $kind = FFI::typeof($value)->getKind();
        return $kind === CType::TYPE_POINTER || $kind === CType::TYPE_ARRAY;
    }
}
