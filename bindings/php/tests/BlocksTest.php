<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory\Tests;

use FFI;
use PHPUnit\Framework\TestCase;
use Vera\Memory\Block;
use Vera\Memory\FreedError;
use Vera\Memory\InUseError;
use Vera\Memory\OutOfMemoryException;

/** Blocks. PHP has no threads. */
final class BlocksTest extends TestCase
{
    use Programs;

    /** @param class-string $kind */
    private static function refused(string $kind, callable $use, string $start = ''): void
    {
        try {
            $use();
            self::fail("accepted, and not $kind");
        } catch (\Throwable $error) {
            self::assertSame($kind, $error::class, $error->getMessage());
            $message = str_replace(Block::class . '::', '', $error->getMessage());
            self::assertTrue(str_starts_with($message, $start), $message);
        }
    }

    private static function clean(string $program): void
    {
        self::assertSame('', self::misuse($program));
    }

    /** Check mode reports what the tests below rely on. */
    public function testCheckMode(): void
    {
        $memory = '$memory = Module::load("memory"); ';
        self::assertStringContainsString('leak: 1 block,', self::misuse("$memory \$memory->allocate(100);"));
        $wrong = self::misuse("$memory \$memory->free(\$memory->allocate(100), 99);");
        self::assertMatchesRegularExpression('/99 bytes.*expected 100/', $wrong);
    }

    public function testOwnership(): void
    {
        self::clean('(function () { $block = new Block(100); $block->zero(); })();');
        self::clean('try { (function () { $b = new Block(100); throw new Exception(); })(); } catch (Exception) { }');
        self::clean('$block = new Block(100); $block->free();');
        self::clean('$block = new Block(100); $block = null;');
        self::clean('$x = new stdClass(); $x->x = $x; $x->block = new Block(100); $x = null; gc_collect_cycles();');
        self::clean('$block = new Block(100);');
        self::clean('class Kept { static $block; } Kept::$block = new Block(100);');
    }

    /** The end of a scope frees at once, not only at the end of the process. */
    public function testEndOfScope(): void
    {
        $allocation = (new \ReflectionProperty(Block::class, 'allocation'));
        $block = new Block(100);
        $reference = \WeakReference::create($allocation->getValue($block));
        self::assertNotNull($reference->get());
        unset($block);
        self::assertNull($reference->get());
    }

    public function testViewKeepsMemory(): void
    {
        self::clean('$view = (new Block(100))->view(); gc_collect_cycles(); $view[0] = 1; unset($view);');
        $view = (new Block(100))->view();
        gc_collect_cycles();
        $view[99] = 7;
        self::assertSame(7, $view[99]);
    }

    /** The type of a view outlives the view. */
    public function testTypeOfView(): void
    {
        $type = FFI::typeof((new Block(8))->view());
        $others = array_map(fn (int $size) => FFI::typeof(FFI::new("int32_t[$size]")), range(100, 149));
        self::assertSame('uint8_t[8]', $type->getName());
    }

    public function testLargeView(): void
    {
        foreach ([1 << 31, (1 << 32) + 8] as $size) {
            try {
                $view = (new Block($size))->view();
            } catch (OutOfMemoryException $error) {
                self::markTestSkipped($error->getMessage());
            }
            self::assertSame($size, count($view));
            $view[$size - 1] = 7;
            self::assertSame(7, $view[$size - 1]);
            self::refused(FFI\Exception::class, fn () => $view[$size]);
        }
    }

    public function testSecondFree(): void
    {
        $block = new Block(100);
        self::assertFalse($block->isFreed());
        $block->free();
        self::assertTrue($block->isFreed());
        self::refused(FreedError::class, $block->free(...));
    }

    public function testUseAfterFree(): void
    {
        [$block, $other] = [new Block(100), new Block(100)];
        $block->free();
        $uses = [
            $block->view(...), $block->address(...), $block->read(...), $block->zero(...),
            fn () => $block->write(0, 'x'), fn () => $block->fill(1),
            fn () => $block->copyFrom($other), fn () => $other->copyFrom($block),
        ];
        foreach ($uses as $use) {
            self::refused(FreedError::class, $use);
        }
        self::assertSame([100, 8], [$block->size, $block->align]);
    }

    /** When PHP ends, it calls destructors in the order in which objects were created. */
    public function testUseAtEnd(): void
    {
        $program = '
            class Last
            {
                static $last;
                public $block;

                function __destruct()
                {
                    try {
                        echo json_encode($this->block->isFreed()), " ";
                        $this->block->write(0, "x");
                    } catch (\Vera\Memory\FreedError $error) {
                        echo $error->getMessage();
                    }
                }
            }
            $block = new Block(64 << 20);
            Last::$last = new Last();
            Last::$last->block = $block;
            unset($block);';
        self::assertSame('true The block was freed', self::runProgram($program));
    }

    public function testViewsInUse(): void
    {
        $block = new Block(100);
        [$one, $other] = [$block->view(), $block->view()];
        self::refused(InUseError::class, $block->free(...));
        unset($one);
        self::refused(InUseError::class, $block->free(...));
        $other[0] = 1;
        self::assertSame("\1", $block->read(0, 1));
        unset($other);
        $block->free();
        self::assertTrue($block->isFreed());
    }

    public function testCopies(): void
    {
        $block = new Block(100);
        self::refused(\Error::class, fn () => clone $block);
        self::refused(\Exception::class, fn () => serialize($block));
    }

    public function testSameSize(): void
    {
        self::clean(
            'foreach ([0, 1, 7, 8, 100, 4096, 100_000] as $size) {
                new Block($size);
                foreach ([1, 2, 8, 16, 64, 4096] as $align) {
                    (new Block($size, $align))->free();
                }
            }'
        );
    }

    public function testSizes(): void
    {
        foreach ([0, 1, 8, 100, 100_000] as $size) {
            foreach ([1, 8, 64, 4096] as $align) {
                $block = new Block($size, $align);
                self::assertSame([$size, $align], [$block->size, $block->align]);
                self::assertSame(0, FFI::cdef()->cast('intptr_t', $block->address())->cdata % $align);
                self::assertSame($size, count($block->view()));
            }
        }
    }

    public function testNull(): void
    {
        self::refused(\ValueError::class, fn () => new Block(-1), '__construct(): Argument #1 ($size) must ');
        foreach ([0, -8, 3, PHP_INT_MIN] as $align) {
            $make = fn () => new Block(1, $align);
            self::refused(\ValueError::class, $make, '__construct(): Argument #2 ($align) must ');
        }
        self::refused(OutOfMemoryException::class, fn () => new Block(1 << 62));
        $this->expectException(\RuntimeException::class);
        new Block(1 << 62);
    }

    public function testBounds(): void
    {
        [$block, $other] = [new Block(16), new Block(32)];
        $view = $block->view();
        foreach ([-1, 16] as $index) {
            self::refused(FFI\Exception::class, fn () => $view[$index]);
            self::refused(FFI\Exception::class, function () use ($view, $index): void {
                $view[$index] = 1;
            });
        }
        foreach ([[-1, 1], [16, 1], [17, 0], [15, 2], [0, 17], [0, -1], [17, null]] as [$offset, $count]) {
            $uses = [
                ['read', fn () => $block->read($offset, $count)],
                ['fill', fn () => $block->fill(1, $offset, $count)],
                ['zero', fn () => $block->zero($offset, $count)],
                ['copyFrom', fn () => $other->copyFrom($block, 0, $offset, $count)],
                ['copyFrom', fn () => $block->copyFrom($other, $offset, 0, $count)],
            ];
            foreach ($uses as [$method, $use]) {
                self::refused(\ValueError::class, $use, "$method(): Argument #");
            }
        }
        self::refused(\ValueError::class, fn () => $block->zero(17), 'zero(): Argument #1 ($offset) must ');
        self::refused(\ValueError::class, fn () => $block->zero(1, 16), 'zero(): Argument #2 ($count) must ');
        self::refused(\ValueError::class, fn () => $block->copyFrom($other), 'copyFrom(): Argument #4 ($count) must ');
        foreach ([-1, 17] as $offset) {
            $write = fn () => $block->write($offset, '');
            self::refused(\ValueError::class, $write, 'write(): Argument #1 ($offset) must ');
        }
        foreach ([16 => 'x', 15 => 'xx'] as $offset => $bytes) {
            $write = fn () => $block->write($offset, $bytes);
            self::refused(\ValueError::class, $write, 'write(): Argument #2 ($bytes) must ');
        }
        $block->write(16, '');
        $block->write(15, 'x');
        self::assertSame(['x', ''], [$block->read(15), $block->read(16)]);
    }

    public function testArguments(): void
    {
        $block = new Block(16);
        foreach ([256, -1] as $value) {
            self::refused(\ValueError::class, fn () => $block->fill($value), 'fill(): Argument #1 ($value) must ');
        }
        foreach (['1', 1.5, true] as $wrong) {
            self::refused(\TypeError::class, fn () => new Block($wrong), '__construct(): Argument #1 ($size) must ');
            self::refused(\TypeError::class, fn () => $block->zero($wrong), 'zero(): Argument #1 ($offset) must ');
        }
        foreach ([[1, 0], [0, 7]] as [$offset, $from]) {
            $overlap = fn () => $block->copyFrom($block, $offset, $from, 8);
            self::refused(\ValueError::class, $overlap, 'copyFrom(): Argument #2 ($offset) must ');
        }
        $block->copyFrom($block, 8, 0, 8);
        $block->copyFrom($block);
    }

    public function testBuffer(): void
    {
        $block = new Block(100);
        $view = $block->view();
        $view[10] = 0xA5;
        self::assertSame("\xA5", FFI::string($block->address() + 10, 1));
        FFI::memset($block->address() + 20, 0x5A, 1);
        self::assertSame(0x5A, $view[20]);
        $block->write(30, 'abc');
        self::assertSame([97, 98, 99], [$view[30], $view[31], $view[32]]);
    }

    public function testFillAndZero(): void
    {
        $block = new Block(8);
        $block->fill(255);
        $block->fill(127, 1, 2);
        $block->fill(128, 7);
        $block->zero(3, 2);
        self::assertSame("\xFF\x7F\x7F\0\0\xFF\xFF\x80", $block->read());
        $block->zero();
        self::assertSame("\0\0\0\0\0\0\0\0", $block->read());
    }

    public function testCopyFrom(): void
    {
        [$source, $target] = [new Block(8), new Block(8)];
        $source->write(0, '01234567');
        $target->zero();
        $target->copyFrom($source, 2, 4, 3);
        self::assertSame("\0\x00456\0\0\0", $target->read());
        $target->copyFrom($source);
        self::assertSame('01234567', $target->read());
    }

    public function testRoundTrip(): void
    {
        $content = '';
        for ($number = 0; $number < 1 << 20; $number++) {
            $content .= chr($number * 7 % 251);
        }
        [$one, $other] = [new Block(1 << 20), new Block(1 << 20)];
        $one->write(0, $content);
        $other->copyFrom($one);
        self::assertTrue($other->read() === $content);
    }

    public function testNoGrowth(): void
    {
        if (!is_readable('/proc/self/statm')) {
            self::markTestSkipped('there is no /proc/self/statm');
        }
        $resident = fn () => 4096 * (int) explode(' ', file_get_contents('/proc/self/statm'))[1];
        $churn = function (int $count): void {
            for ($number = 0; $number < $count; $number++) {
                $block = new Block(1000);
                $view = $block->view();
                $view[0] = 1;
            }
        };
        $churn(1000);
        $before = $resident();
        $churn(100_000);
        self::assertLessThan(1 << 20, $resident() - $before);
    }
}
