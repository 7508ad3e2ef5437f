<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

use FFI;
use FFI\CData;

/**
 * $size bytes of memory at a multiple of $align, which are freed once: by free(), or when nothing refers
 * to the block or its views any more.
 *
 * Offsets count from 0; a range outside the block is a ValueError. Once the block is freed, every method
 * but isFreed() throws FreedError.
 */
final class Block
{
    public readonly int $size;
    public readonly int $align;

    private ?Allocation $allocation;

    /**
     * @param ?int $align a power of two; by default, the least alignment of every block
     * @throws OutOfMemoryException if there is not that much memory
     */
    public function __construct(int $size, ?int $align = null)
    {
        if ($size < 0) {
            self::refuse('__construct', '#1 ($size)', 'be greater than or equal to 0', $size);
        }
        $align ??= Allocator::get()->module->manifest->align;
        if ($align <= 0 || ($align & ($align - 1)) !== 0) {
            self::refuse('__construct', '#2 ($align)', 'be a power of two', $align);
        }
        $this->allocation = Allocation::of($size, $align)
            ?? throw new OutOfMemoryException("Out of memory for $size bytes, aligned to $align");
        $this->size = $size;
        $this->align = $align;
    }

    /**
     * Frees the memory.
     *
     * @throws FreedError the second time
     * @throws InUseError while a view exists; the block stays
     */
    public function free(): void
    {
        $allocation = \WeakReference::create($this->allocation());
        $this->allocation = null;
        if ($allocation->get() !== null) {
            $this->allocation = $allocation->get();
            throw new InUseError('A view of the block still exists');
        }
    }

    public function isFreed(): bool
    {
        return $this->allocation?->isFreed() ?? true;
    }

    /**
     * The bytes, in place: a C array of uint8_t, whose indices FFI checks. The view keeps the memory until
     * the end of PHP, which frees all blocks: a destructor that runs then must not use a view. What is made
     * from a view, with FFI::addr() for instance, is a plain address. A clone must not outlive the view,
     * because FFI makes the two share one type.
     */
    public function view(): CData
    {
        return $this->allocation()->view();
    }

    /** The address of the bytes, for the functions of Module: a pointer to uint8_t. */
    public function address(): CData
    {
        return $this->allocation()->address;
    }

    /** A copy of $count bytes from $offset, or of all up to the end. */
    public function read(int $offset = 0, ?int $count = null): string
    {
        $bytes = $this->at('read', '#1 ($offset)', $offset);
        return FFI::string($bytes, $this->count('read', '#2 ($count)', $offset, $count));
    }

    /** Sets the bytes from $offset to those of a string. */
    public function write(int $offset, string $bytes): void
    {
        $to = $this->at('write', '#1 ($offset)', $offset);
        $left = $this->size - $offset;
        if (strlen($bytes) > $left) {
            self::refuse('write', '#2 ($bytes)', "have at most $left bytes", strlen($bytes));
        }
        FFI::memcpy($to, $bytes, strlen($bytes));
    }

    /** Sets $count bytes from $offset, or all up to the end, to $value, from 0 to 255. */
    public function fill(int $value, int $offset = 0, ?int $count = null): void
    {
        if ($value < 0 || $value > 255) {
            self::refuse('fill', '#1 ($value)', 'be between 0 and 255', $value);
        }
        $bytes = $this->at('fill', '#2 ($offset)', $offset);
        $count = $this->count('fill', '#3 ($count)', $offset, $count);
        Allocator::get()->module->set_memory($bytes, $value > 127 ? $value - 256 : $value, $count);
    }

    /** Sets $count bytes from $offset, or all up to the end, to 0. */
    public function zero(int $offset = 0, ?int $count = null): void
    {
        $bytes = $this->at('zero', '#1 ($offset)', $offset);
        Allocator::get()->module->zero_memory($bytes, $this->count('zero', '#2 ($count)', $offset, $count));
    }

    /** Copies $count bytes of another block, or all up to its end, to $offset in this block. */
    public function copyFrom(Block $source, int $offset = 0, int $sourceOffset = 0, ?int $count = null): void
    {
        $from = $source->at('copyFrom', '#3 ($sourceOffset)', $sourceOffset);
        $to = $this->at('copyFrom', '#2 ($offset)', $offset);
        $count = $source->count('copyFrom', '#4 ($count)', $sourceOffset, $count);
        $this->count('copyFrom', '#4 ($count)', $offset, $count);
        if ($source === $this && $offset !== $sourceOffset && abs($offset - $sourceOffset) < $count) {
            self::refuse('copyFrom', '#2 ($offset)', "be $sourceOffset, or $count or more from it", $offset);
        }
        Allocator::get()->module->copy_memory($to, $from, $count);
    }

    private function allocation(): Allocation
    {
        return $this->isFreed() ? throw new FreedError('The block was freed') : $this->allocation;
    }

    private function at(string $method, string $argument, int $offset): CData
    {
        $address = $this->address();
        if ($offset < 0 || $offset > $this->size) {
            self::refuse($method, $argument, "be between 0 and $this->size", $offset);
        }
        return $address + $offset;
    }

    private function count(string $method, string $argument, int $offset, ?int $count): int
    {
        $left = $this->size - $offset;
        if ($count < 0 || $count > $left) {
            self::refuse($method, $argument, "be between 0 and $left", $count);
        }
        return $count ?? $left;
    }

    private static function refuse(string $method, string $argument, string $must, int $given): never
    {
        throw new \ValueError(self::class . "::$method(): Argument $argument must $must, $given given");
    }

    /** A copy would free the same memory. */
    private function __clone()
    {
    }
}
