<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory\Tests;

use FFI;
use FFI\CData;
use PHPUnit\Framework\TestCase;
use Vera\Memory\Library;
use Vera\Memory\Module;
use Vera\Memory\NativeFunction;

/** The functions under their VERA names. */
final class FunctionsTest extends TestCase
{
    private Module $memory;

    protected function setUp(): void
    {
        $this->memory = Module::load('memory');
    }

    /** Runs $work with the address of that many bytes. */
    private function with(int $size, callable $work): void
    {
        $address = $this->memory->allocate($size);
        self::assertInstanceOf(CData::class, $address);
        $work($address);
        $this->memory->free($address, $size);
    }

    private static function number(CData $address): int
    {
        $ffi = FFI::cdef();
        return $ffi->cast('intptr_t', $ffi->cast('char *', $address))->cdata;
    }

    public function testFunctions(): void
    {
        $described = json_decode(file_get_contents($this->memory->manifest->file), true)['functions'];
        self::assertSame(array_column($described, 'name'), $this->memory->functions());
        foreach ($this->memory->functions() as $name) {
            self::assertIsCallable($this->memory->function($name));
        }
        $this->expectExceptionMessage('no function malloc()');
        $this->memory->malloc(8);
    }

    public function testSignatures(): void
    {
        $lines = explode("\n", rtrim((string) $this->memory));
        self::assertSame('free_aligned(?FFI\CData $addr, int $size, int $align): void', $lines[3]);
        self::assertCount(count($this->memory->functions()), $lines);
    }

    public function testAllocate(): void
    {
        foreach ([0, 1, 8, 100, 100_000] as $size) {
            $address = $this->memory->allocate($size);
            self::assertSame(0, self::number($address) % 8);
            FFI::memset($address, 0xA5, $size);
            self::assertSame(str_repeat("\xA5", $size), FFI::string($address, $size));
            self::assertNull($this->memory->free($address, $size));
        }
    }

    public function testAllocateAligned(): void
    {
        for ($align = 1; $align <= 4096; $align *= 2) {
            $address = $this->memory->allocate_aligned(100, $align);
            self::assertSame(0, self::number($address) % $align);
            FFI::memset($address, 0xA5, 100);
            self::assertNull($this->memory->free_aligned($address, 100, $align));
        }
    }

    public function testCopyMemory(): void
    {
        $this->with(16, fn (CData $source) => $this->with(16, function (CData $target) use ($source): void {
            FFI::memcpy($source, '0123456789abcdef', 16);
            FFI::memset($target, 0, 16);
            $this->memory->copy_memory($target, $source, 10);
            self::assertSame("0123456789\0\0\0\0\0\0", FFI::string($target, 16));
            $this->memory->copy_memory($target, $target, 16);
            self::assertSame("0123456789\0\0\0\0\0\0", FFI::string($target, 16));
            $array = FFI::new('uint8_t[16]');
            $this->memory->copy_memory($array, $source, 16);
            self::assertSame('0123456789abcdef', FFI::string($array, 16));
        }));
        $this->memory->copy_memory(null, null, 0);
    }

    public function testSetMemory(): void
    {
        $this->with(16, function (CData $address): void {
            FFI::memset($address, 0, 16);
            $this->memory->set_memory($address, -1, 9);
            self::assertSame(str_repeat("\xFF", 9) . str_repeat("\0", 7), FFI::string($address, 16));
            $this->memory->set_memory($address, 127, 9);
            $this->memory->set_memory($address, -128, 1);
            self::assertSame("\x80\x7F", FFI::string($address, 2));
        });
        $this->memory->set_memory(null, -1, 0);
    }

    public function testZeroMemory(): void
    {
        $this->with(16, function (CData $address): void {
            FFI::memset($address, 0xFF, 16);
            $this->memory->zero_memory($address, 9);
            self::assertSame(str_repeat("\0", 9) . str_repeat("\xFF", 7), FFI::string($address, 16));
        });
        $this->memory->zero_memory(null, 0);
    }

    public function testFreeNull(): void
    {
        self::assertNull($this->memory->free(null, 100));
        self::assertNull($this->memory->free(FFI::new('void *'), 100));
        self::assertNull($this->memory->free_aligned(null, 100, 64));
    }

    public function testNull(): void
    {
        self::assertNull($this->memory->allocate(-1));
        self::assertNull($this->memory->allocate(1 << 62));
    }

    public function testNamedArguments(): void
    {
        $address = $this->memory->allocate_aligned(align: 64, size: 100);
        self::assertSame(0, self::number($address) % 64);
        $this->memory->free_aligned($address, align: 64, size: 100);
        foreach ([['size' => 1], ['sizes' => 1, 'align' => 8], [1, 'size' => 1]] as $arguments) {
            try {
                $this->memory->allocate_aligned(...$arguments);
                self::fail('accepted');
            } catch (\Error $error) {
                self::assertStringStartsWith('allocate_aligned()', $error->getMessage());
            }
        }
    }

    /** VERA types that no function of the module uses yet, through functions of the C library. */
    public function testOtherTypes(): void
    {
        $good = [
            'u8' => ['toupper', 0, 64, 255],
            'i16' => ['toupper', 0, 32767],
            'u16' => ['toupper', 0, 65535],
            'i32' => ['toupper', -1, 2147483647],
            'u32' => ['toupper', 0, 2147483647],
            'u64' => ['labs', 0, PHP_INT_MAX],
            'f32' => ['floorf', 2.0, -1.0],
            'f64' => ['floor', 2.0, 1e300],
            'bool' => ['abs', true, false],
        ];
        foreach ($good as $type => [0 => $symbol]) {
            $echo = self::echo($symbol, $type);
            foreach (array_slice($good[$type], 1) as $value) {
                self::assertSame($value, $echo($value), "$type: $value");
            }
        }
        $bad = [
            'u8' => [-1, 256, 1.0], 'i16' => [-32769, 32768], 'u16' => [-1, 65536], 'i32' => [1 << 31],
            'u32' => [-1, 1 << 32], 'u64' => [-1], 'f32' => ['1', true], 'f64' => ['1', null], 'bool' => [0, null],
        ];
        foreach ($bad as $type => $values) {
            foreach ($values as $value) {
                try {
                    self::echo($good[$type][0], $type)($value);
                    self::fail("$type: $value");
                } catch (\TypeError | \ValueError $error) {
                    self::assertStringStartsWith('echo(): Argument #1 ($in) must be ', $error->getMessage());
                }
            }
        }
    }

    private static function echo(string $symbol, string $type): NativeFunction
    {
        $description = [
            'name' => 'echo',
            'symbol' => $symbol,
            'node' => 'GLIBC_2.2.5',
            'parameters' => [['name' => 'in', 'type' => $type]],
            'returns' => ['type' => $type],
        ];
        $file = str_starts_with($symbol, 'floor') ? 'libm.so.6' : 'libc.so.6';
        return new NativeFunction($description, Library::beside('/nowhere/manifest', $file));
    }
}
