<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

use Closure;
use FFI\CData;

/**
 * The functions that allocate and free a block of any alignment. They are found not by name but by the
 * attributes of their results and parameters in the manifest.
 *
 * @internal
 */
final class Allocator
{
    private static self $instance;

    /** @var Closure(int, int): ?CData */
    private readonly Closure $allocate;

    /** @var Closure(CData, int, int): void */
    private readonly Closure $free;

    private function __construct(public readonly Module $module)
    {
        foreach ($module->manifest->functions as $function) {
            $owned = self::names($function['returns']['owned'] ?? null);
            if ($owned !== null) {
                $this->allocate ??= $this->arranged($function, $owned);
            }
            foreach ($function['parameters'] as $parameter) {
                $consumed = self::names($parameter['consumes'] ?? null);
                if ($consumed !== null) {
                    $this->free ??= $this->arranged($function, [$parameter['name'], ...$consumed]);
                }
            }
        }
        if (!isset($this->allocate, $this->free)) {
            throw new ModuleException("{$module->manifest->file}: no function allocates, or none frees");
        }
    }

    /** The allocator of vera:memory. */
    public static function get(): self
    {
        return self::$instance ??= new self(Module::load('memory'));
    }

    public function allocate(int $size, int $align): ?CData
    {
        return ($this->allocate)($size, $align);
    }

    public function free(CData $block, int $size, int $align): void
    {
        ($this->free)($block, $size, $align);
    }

    /**
     * The names of a block's size and alignment, if the alignment is a parameter, not a number.
     *
     * @param ?array{size: string, align: int|string} $block
     * @return ?array{string, string}
     */
    private static function names(?array $block): ?array
    {
        return is_string($block['align'] ?? null) ? [$block['size'], $block['align']] : null;
    }

    /**
     * The function as a closure that takes the parameters of these names, in this order.
     *
     * @param array<string, mixed> $function
     * @param list<string> $names
     */
    private function arranged(array $function, array $names): Closure
    {
        $call = $this->module->function($function['name'])->call(...);
        $order = array_map(
            static fn (array $parameter) => array_search($parameter['name'], $names, true),
            $function['parameters'],
        );
        return static fn (mixed ...$values) => $call(array_map(static fn (int $index) => $values[$index], $order));
    }
}
