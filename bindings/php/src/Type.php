<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

/**
 * The types of VERA, by their names in a manifest.
 *
 * @internal
 */
enum Type: string
{
    case I8 = 'i8';
    case I16 = 'i16';
    case I32 = 'i32';
    case I64 = 'i64';
    case U8 = 'u8';
    case U16 = 'u16';
    case U32 = 'u32';
    case U64 = 'u64';
    case F32 = 'f32';
    case F64 = 'f64';
    case Bool = 'bool';
    case Pointer = 'ptr';
    case Void = 'void';

    public function inC(): string
    {
        return match ($this) {
            self::F32 => 'float',
            self::F64 => 'double',
            self::Bool => 'bool',
            self::Pointer => 'void *',
            self::Void => 'void',
            default => ($this->value[0] === 'u' ? 'uint' : 'int') . $this->bits() . '_t',
        };
    }

    /** The type's name in PHP's own messages. */
    public function inPhp(): string
    {
        return match ($this) {
            self::F32, self::F64 => 'int|float',
            self::Bool => 'bool',
            self::Pointer => '?FFI\CData',
            self::Void => 'void',
            default => 'int',
        };
    }

    public function isInteger(): bool
    {
        return preg_match('/\A[iu][0-9]/', $this->value) === 1;
    }

    /**
     * The limits of an integer type. Those of u64 stay within PHP's integers.
     *
     * @return array{int, int}
     */
    public function limits(): array
    {
        $most = PHP_INT_MAX >> (64 - $this->bits());
        return match (true) {
            $this === self::U64 => [0, PHP_INT_MAX],
            $this->value[0] === 'u' => [0, 2 * $most + 1],
            default => [-$most - 1, $most],
        };
    }

    private function bits(): int
    {
        return (int) substr($this->value, 1);
    }
}
