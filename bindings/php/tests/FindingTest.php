<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory\Tests;

use PHPUnit\Framework\TestCase;
use Vera\Memory\Module;
use Vera\Memory\ModuleException;

/** Finding a module, and checking its manifest. */
final class FindingTest extends TestCase
{
    use Programs;

    private Module $memory;
    private string $moduledir;
    private string $folder;

    protected function setUp(): void
    {
        putenv('VERA_MODULE_PATH');
        $this->memory = Module::load('memory');
        $this->moduledir = require dirname((new \ReflectionClass(Module::class))->getFileName()) . '/moduledir.php';
        $this->folder = realpath(sys_get_temp_dir()) . '/vera-' . bin2hex(random_bytes(8));
        mkdir($this->folder);
    }

    protected function tearDown(): void
    {
        putenv('VERA_MODULE_PATH');
        $files = new \RecursiveDirectoryIterator($this->folder, \FilesystemIterator::SKIP_DOTS);
        foreach (new \RecursiveIteratorIterator($files, \RecursiveIteratorIterator::CHILD_FIRST) as $file) {
            $file->isDir() && !$file->isLink() ? rmdir($file->getPathname()) : unlink($file->getPathname());
        }
        rmdir($this->folder);
    }

    private function lookIn(string ...$folders): void
    {
        putenv('VERA_MODULE_PATH=' . implode(PATH_SEPARATOR, $folders));
    }

    private function text(mixed ...$changes): string
    {
        $content = json_decode(file_get_contents($this->memory->manifest->file), true);
        return json_encode($changes + $content, JSON_UNESCAPED_SLASHES);
    }

    /** Writes a manifest to an empty folder that is searched first. */
    private function write(string $text): string
    {
        $this->lookIn($this->folder);
        file_put_contents("$this->folder/memory.json", $text);
        return "$this->folder/memory.json";
    }

    /** Copies manifest and library, placed as installed. Returns the library folder. */
    private function tree(): string
    {
        mkdir("$this->folder/lib/vera/modules", recursive: true);
        copy($this->memory->manifest->file, "$this->folder/lib/vera/modules/memory.json");
        copy($this->memory->library, "$this->folder/lib/" . basename($this->memory->library));
        $this->lookIn("$this->folder/lib/vera/modules");
        return "$this->folder/lib";
    }

    private function refuses(string $words, string $name = 'memory'): string
    {
        try {
            Module::load($name);
        } catch (ModuleException | \ValueError $error) {
            self::assertStringContainsString($words, $error->getMessage());
            return $error->getMessage();
        }
        self::fail("$name is loaded, and not: $words");
    }

    public function testPath(): void
    {
        $lib = $this->tree();
        $this->lookIn('/nowhere', "$lib/vera/modules");
        self::assertSame("$lib/vera/modules/memory.json", Module::load('memory')->manifest->file);
        putenv('VERA_MODULE_PATH');
        self::assertSame(realpath("$this->moduledir/memory.json"), Module::load('memory')->manifest->file);
    }

    /** The path is ignored if the process has rights that its user lacks. */
    public function testOtherRights(): void
    {
        if (!function_exists('posix_geteuid') || posix_geteuid() !== 0) {
            self::markTestSkipped('only root can be another user');
        }
        $this->tree();
        posix_seteuid(65534);
        try {
            $file = Module::load('memory')->manifest->file;
        } finally {
            posix_seteuid(0);
        }
        self::assertSame(realpath("$this->moduledir/memory.json"), $file);
    }

    public function testMoved(): void
    {
        $lib = $this->tree();
        $moved = Module::load('memory');
        self::assertSame("$lib/" . basename($this->memory->library), $moved->library);
        $moved->free($moved->allocate(100), 100);
        self::assertStringContainsString($moved->library, file_get_contents('/proc/self/maps'));
    }

    /** The library is looked for from where the manifest is, not from a link to it. */
    public function testRealFolder(): void
    {
        $lib = $this->tree();
        mkdir("$this->folder/links");
        symlink("$lib/vera/modules/memory.json", "$this->folder/links/memory.json");
        $this->lookIn("$this->folder/links");
        self::assertSame($lib, dirname(Module::load('memory')->library));
    }

    public function testNotFound(): void
    {
        $this->lookIn('/nowhere', 'relative');
        $message = $this->refuses('vera:missing was not found', 'missing');
        $folders = ['/nowhere', $this->moduledir, '/usr/local/lib/vera/modules', '/usr/lib/vera/modules'];
        foreach ($folders as $folder) {
            self::assertStringContainsString("$folder/missing.json", $message);
        }
        self::assertStringContainsString('relative (passed over', $message);
    }

    /** It is not searched, even if the path names it. */
    public function testCurrentFolder(): void
    {
        file_put_contents("$this->folder/missing.json", '{}');
        $before = getcwd();
        chdir($this->folder);
        try {
            foreach (['', '.', PATH_SEPARATOR] as $path) {
                $this->lookIn($path);
                $this->refuses('was not found', 'missing');
            }
        } finally {
            chdir($before);
        }
    }

    public function testNames(): void
    {
        foreach (['../memory', 'Memory', '', 'memory.json', 'me mory', "memory\n", '1memory'] as $name) {
            $this->refuses(Module::class . '::load(): Argument #1 ($name) must be the name of a module', $name);
        }
    }

    public function testFormat(): void
    {
        $file = $this->write($this->text(format: 2));
        $this->refuses("$file: 'format' must be 1, the known format, not 2");
    }

    public function testUnknownKeys(): void
    {
        $functions = array_map(fn (array $function) => $function + ['news' => 1], $this->memory->manifest->functions);
        $this->write($this->text(news: ['more' => 1], functions: $functions));
        self::assertSame($this->memory->functions(), Module::load('memory')->functions());
    }

    public function testBrokenManifests(): void
    {
        $text = $this->text();
        $broken = [
            'Syntax error' => substr($text, 0, -1),
            "'format' must be a number" => '{}',
            "'module' must be 'memory'" => $this->text(module: 'other'),
            "'functions' must be a list" => $this->text(functions: null),
            "'functions[0].symbol' must be a name" => str_replace('"vera_memory_allocate"', '"a()"', $text),
            "'functions[2].parameters[0].name' must be" => str_replace('"name":"addr"', '"name":"A"', $text),
            "'functions[4].parameters[0].nonnull' must be" => str_replace('"nonnull":"count"', '"nonnull":"x"', $text),
            "'functions[4].parameters[0].disjoint' must" => str_replace('"disjoint":"src"', '"disjoint":"dest"', $text),
            "'functions[0].parameters[0].type' must be" => str_replace('"i64"', '"i65"', $text),
            "'functions[1].name' must be a name that" => str_replace('"allocate_aligned"', '"allocate"', $text),
        ];
        foreach ($broken as $words => $content) {
            $file = $this->write($content);
            self::assertStringStartsWith("$file: ", $this->refuses($words));
        }
    }

    /** If any key is missing or holds a wrong value, the error names the file. */
    public function testDamaged(): void
    {
        $loaded = [];
        foreach (self::damaged(json_decode($this->text(), true)) as $where => $damaged) {
            $file = $this->write(json_encode($damaged));
            try {
                Module::load('memory');
                $loaded[] = $where;
            } catch (ModuleException $error) {
                self::assertStringStartsWith("$file: ", $error->getMessage(), $where);
            }
        }
        $system = ['Darwin' => 'mach-o', 'Windows' => 'pe'][PHP_OS_FAMILY] ?? 'elf';
        $attributes = 'const|reads|writes|nonnull|disjoint|consumes|nullable|owned|extends';
        $unneeded = "/^prefix|^library\.(?!$system)|\.($attributes) is missing$/";
        self::assertSame([], preg_grep($unneeded, $loaded, PREG_GREP_INVERT));
    }

    /**
     * Copies of a manifest, each with one key or element damaged.
     *
     * @return iterable<string, array<int|string, mixed>>
     */
    private static function damaged(array $whole): iterable
    {
        foreach ($whole as $key => $value) {
            foreach ([null, -1, '?'] as $wrong) {
                yield "$key is " . json_encode($wrong) => array_replace($whole, [$key => $wrong]);
            }
            if (is_string($key)) {
                yield "$key is missing" => array_diff_key($whole, [$key => 0]);
            }
            foreach (is_array($value) ? self::damaged($value) : [] as $where => $damaged) {
                yield "$key.$where" => array_replace($whole, [$key => $damaged]);
            }
        }
    }

    public function testLibraryNames(): void
    {
        foreach (['../libvera_memory.so.1', '/libvera_memory.so.1', '..', ''] as $name) {
            $this->write($this->text(library: array_fill_keys(['elf', 'mach-o', 'pe'], $name)));
            $this->refuses('must be the name of a file');
        }
    }

    public function testNoLibrary(): void
    {
        $file = $this->write($this->text(library: array_fill_keys(['elf', 'mach-o', 'pe'], 'libvera_none.so.1')));
        $beside = dirname($this->folder, 2);
        $this->refuses("$file: no library; it was looked for as " . rtrim($beside, '/') . '/libvera_none.so.1, and by');
    }

    /** A library that exists is not skipped for another. */
    public function testBrokenLibrary(): void
    {
        $library = $this->tree() . '/' . basename($this->memory->library);
        file_put_contents($library, 'no library');
        $this->refuses("$library cannot be loaded");
    }

    public function testSymbols(): void
    {
        $file = $this->tree() . '/vera/modules/memory.json';
        file_put_contents($file, str_replace('"vera_memory_free"', '"vera_memory_lose"', $this->text()));
        $this->refuses('vera_memory_lose');
        if (PHP_OS_FAMILY === 'Linux') {
            file_put_contents($file, str_replace('MEMORY_1.0', 'MEMORY_9.0', $this->text()));
            $this->refuses('MEMORY_9.0');
        }
    }

    public function testNewer(): void
    {
        $modules = getenv('newer_modules');
        if ($modules === false) {
            self::markTestSkipped('newer_modules is not set');
        }
        $program = '
            $memory = Module::load("memory");
            [$one, $other] = [new Block(8), new Block(8)];
            $one->fill(1);
            $other->fill(1);
            $other->write(5, "x");
            echo $memory->compare_memory($one->address(), $other->address(), 8), "\n";
            try {
                $memory->compare_memory(null, null, 1);
            } catch (ValueError $error) {
                echo $error->getMessage();
            }';
        $lines = explode("\n", self::runProgram($program, ['VERA_MODULE_PATH' => $modules]));
        self::assertSame('5', $lines[0]);
        self::assertStringStartsWith('compare_memory(): Argument #1 ($left) must not be null', $lines[1]);
    }
}
