<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory\Tests;

use FFI;
use PHPUnit\Framework\TestCase;
use Vera\Memory\Module;

/** The arguments that the functions refuse. */
final class ArgumentsTest extends TestCase
{
    private Module $memory;

    protected function setUp(): void
    {
        $this->memory = Module::load('memory');
    }

    private function refuses(string $kind, string $name, string $argument, mixed ...$arguments): void
    {
        try {
            $this->memory->$name(...$arguments);
            self::fail("$name() accepts " . var_export($arguments, true));
        } catch (\Error $error) {
            self::assertSame($kind, $error::class, $error->getMessage());
            self::assertStringStartsWith("$name(): Argument $argument must ", $error->getMessage());
        }
    }

    public function testCountOfArguments(): void
    {
        foreach ($this->memory->manifest->functions as ['name' => $name, 'parameters' => $parameters]) {
            foreach ([count($parameters) - 1, count($parameters) + 1] as $count) {
                try {
                    $this->memory->$name(...array_fill(0, $count, 0));
                    self::fail("$name() accepts $count");
                } catch (\ArgumentCountError $error) {
                    self::assertStringStartsWith("$name() expects exactly ", $error->getMessage());
                }
            }
        }
    }

    public function testTypes(): void
    {
        foreach (['1', 'x', 1.0, 1.5, true, false, [1], null] as $wrong) {
            $this->refuses(\TypeError::class, 'allocate', '#1 ($size)', $wrong);
            $this->refuses(\TypeError::class, 'allocate_aligned', '#2 ($align)', 8, $wrong);
            $this->refuses(\TypeError::class, 'set_memory', '#2 ($value)', null, $wrong, 0);
        }
        foreach (['1', 'x', 1, 0, 1.0, true, [1], FFI::new('int')] as $wrong) {
            $this->refuses(\TypeError::class, 'free', '#1 ($addr)', $wrong, 0);
        }
        $this->expectExceptionMessage('must be a pointer or an array, int32_t given');
        $this->memory->free(FFI::new('int32_t'), 0);
    }

    public function testRanges(): void
    {
        // Beyond its integers, PHP uses floats.
        foreach ([PHP_INT_MAX + 1, PHP_INT_MIN - 1] as $wrong) {
            $this->refuses(\TypeError::class, 'allocate', '#1 ($size)', $wrong);
            $this->refuses(\TypeError::class, 'zero_memory', '#2 ($count)', null, $wrong);
        }
        foreach ([128, -129, 255] as $wrong) {
            $this->refuses(\ValueError::class, 'set_memory', '#2 ($value)', null, $wrong, 0);
        }
    }

    public function testNullArguments(): void
    {
        $place = FFI::new('char[1]');
        foreach ([null, FFI::new('void *')] as $null) {
            $this->refuses(\ValueError::class, 'copy_memory', '#1 ($dest)', $null, $place, 1);
            $this->refuses(\ValueError::class, 'copy_memory', '#2 ($src)', $place, $null, 1);
            $this->refuses(\ValueError::class, 'set_memory', '#1 ($dest)', $null, 0, 1);
            $this->refuses(\ValueError::class, 'zero_memory', '#1 ($dest)', $null, 1);
        }
    }

    public function testNegativeLengths(): void
    {
        $this->refuses(\ValueError::class, 'copy_memory', '#3 ($count)', null, null, -1);
        $this->refuses(\ValueError::class, 'set_memory', '#3 ($count)', null, 0, -1);
        $this->refuses(\ValueError::class, 'zero_memory', '#2 ($count)', null, -1);
    }

    public function testArrays(): void
    {
        [$bytes, $words] = [FFI::new('uint8_t[8]'), FFI::new('uint16_t[4]')];
        $this->refuses(\ValueError::class, 'set_memory', '#1 ($dest)', $bytes, 1, 64);
        $this->refuses(\ValueError::class, 'zero_memory', '#1 ($dest)', $bytes, 9);
        $this->refuses(\ValueError::class, 'copy_memory', '#1 ($dest)', $bytes, FFI::new('uint8_t[9]'), 9);
        $this->refuses(\ValueError::class, 'copy_memory', '#2 ($src)', FFI::new('uint8_t[9]'), $bytes, 9);
        $this->memory->set_memory($bytes, 1, 8);
        $this->memory->copy_memory($words, $bytes, 8);
        self::assertSame([257, 257], [$words[0], $words[3]]);
    }

    public function testOverlaps(): void
    {
        $place = FFI::new('char[10]');
        FFI::memcpy($place, '0123456789', 10);
        $at = static fn (int $offset) => FFI::addr($place[0]) + $offset;
        $this->refuses(\ValueError::class, 'copy_memory', '#1 ($dest)', $at(0), $at(1), 5);
        $this->refuses(\ValueError::class, 'copy_memory', '#1 ($dest)', $at(4), $place, 5);
        $this->memory->copy_memory($at(5), $place, 5);
        $this->memory->copy_memory($place, $at(5), 5);
        self::assertSame('0123401234', FFI::string($place, 10));
    }
}
