<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

use FFI;
use FFI\CData;

/**
 * Memory that is freed when nothing refers to this object any more.
 *
 * @internal
 */
final class Allocation
{
    private static FFI $ffi;

    /** Each view in use, with its memory. */
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

    /** An array over the bytes, which keeps them as long as it exists. */
    public function view(): CData
    {
        // In a type given as text, FFI truncates the size to 32 bits. No variable holds the type, so the view owns it.
        $view = self::$ffi->cast(FFI::arrayType(self::$ffi->type('uint8_t'), [$this->size]), $this->block);
        self::$views[$view] = $this;
        return $view;
    }

    /** When PHP ends, it destroys even objects that are still referred to. */
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
