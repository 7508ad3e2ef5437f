<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

use FFI;
use FFI\CData;

/**
 * Memory, which is given back when nothing refers to this any more.
 *
 * @internal
 */
final class Allocation
{
    private static FFI $ffi;

    /** What is still looked at: each view, with its memory. */
    private static \WeakMap $views;

    public readonly CData $address;

    private bool $freed = false;

    private function __construct(
        private readonly CData $block,
        private readonly int $size,
        private readonly int $align,
        private readonly Allocator $allocator,
    ) {
        self::$ffi ??= FFI::cdef();
        self::$views ??= new \WeakMap();
        $this->address = self::$ffi->cast('uint8_t *', $block);
    }

    public static function of(int $size, int $align): ?self
    {
        $allocator = Allocator::get();
        $block = $allocator->allocate($size, $align);
        return $block === null ? null : new self($block, $size, $align, $allocator);
    }

    /** An array over the bytes, which keeps them for as long as it is there. */
    public function view(): CData
    {
        // In a type that is text FFI cuts the size to 32 bits. The type is in no variable, so that the view owns it.
        $view = self::$ffi->cast(FFI::arrayType(self::$ffi->type('uint8_t'), [$this->size]), $this->block);
        self::$views[$view] = $this;
        return $view;
    }

    /** At its end PHP destroys what is still referred to. */
    public function isFreed(): bool
    {
        return $this->freed;
    }

    public function __destruct()
    {
        $this->freed = true;
        $this->allocator->free($this->block, $this->size, $this->align);
    }
}
