<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

/**
 * What a module says of itself. Keys that are not known here are ignored, because a later manifest may
 * add some; a later format may change everything, so it is refused.
 *
 * @internal
 */
final class Manifest
{
    private const FORMAT = 1;

    private const USUAL = ['/usr/local/lib/vera/modules', '/usr/lib/vera/modules'];

    /** The systems' formats of libraries; everything else has ELF. */
    private const LIBRARIES = ['Darwin' => 'mach-o', 'Windows' => 'pe'];

    /** @var list<array<string, mixed>> */
    public readonly array $functions;

    /** The least alignment of a block that is allocated. */
    public readonly int $align;

    /** The library's file on this system: a name, because a manifest does not say where it is. */
    public readonly string $library;

    private function __construct(public readonly string $file, public readonly string $module)
    {
        try {
            $content = self::read($file, $module);
            $this->functions = $content['functions'];
            $this->align = $content['align'];
            $this->library = self::libraryName($content);
        } catch (ModuleException | \JsonException | \TypeError $error) {
            throw new ModuleException("$file: {$error->getMessage()}", previous: $error);
        }
    }

    /** The current folder is never looked in: whoever chooses it would choose the code that is loaded. */
    public static function find(string $name): self
    {
        if (!self::isName($name)) {
            $shown = var_export($name, true);
            throw new \ValueError("load(): Argument #1 (\$name) must be the name of a module, $shown given");
        }
        $tried = [];
        foreach (self::folders() as $folder) {
            $file = "$folder/$name.json";
            if (!self::isAbsolute($folder)) {
                $tried[] = "$folder (passed over: not an absolute path)";
            } elseif (is_file($file)) {
                return new self(realpath($file), $name);
            } else {
                $tried[] = $file;
            }
        }
        throw new ModuleException("vera:$name was not found; it was looked for as " . implode(', ', $tried));
    }

    /** Whether VERA could call something so. */
    private static function isName(mixed $text): bool
    {
        return is_string($text) && preg_match('/\A[a-z][a-z0-9_]*\z/', $text) === 1;
    }

    private static function isAbsolute(string $folder): bool
    {
        $root = PHP_OS_FAMILY === 'Windows' ? '~\A([A-Za-z]:)?[/\\\\]~' : '~\A/~';
        return preg_match($root, $folder) === 1;
    }

    /** @return array<string> */
    private static function folders(): array
    {
        $path = self::isTrusted() ? explode(PATH_SEPARATOR, (string) getenv('VERA_MODULE_PATH')) : [];
        // A package that is built has that file, and the sources do not.
        $built = __DIR__ . '/moduledir.php';
        return array_filter([...$path, is_file($built) ? require $built : '', ...self::USUAL]);
    }

    /** Whether the environment is of the user whose rights the process has. */
    private static function isTrusted(): bool
    {
        return !function_exists('posix_getuid')
            || posix_getuid() === posix_geteuid() && posix_getgid() === posix_getegid();
    }

    /** @return array<string, mixed> */
    private static function read(string $file, string $module): array
    {
        $text = @file_get_contents($file);
        if ($text === false) {
            throw new ModuleException(error_get_last()['message']);
        }
        $content = json_decode($text, true, flags: JSON_THROW_ON_ERROR);
        self::need($content, 'format');
        if ($content['format'] !== self::FORMAT) {
            $format = json_encode($content['format']);
            throw new ModuleException("format $format is not known here, only " . self::FORMAT);
        }
        self::need($content, 'module', 'library', 'align', 'functions');
        if ($content['module'] !== $module) {
            throw new ModuleException('this is the module ' . var_export($content['module'], true));
        }
        array_map(self::checkFunction(...), $content['functions']);
        return $content;
    }

    private static function need(mixed $table, string ...$keys): void
    {
        foreach ($keys as $key) {
            if (!isset($table[$key])) {
                throw new ModuleException("'$key' is missing");
            }
        }
    }

    /** @param array<string, mixed> $function */
    private static function checkFunction(array $function): void
    {
        self::need($function, 'name', 'symbol', 'node', 'parameters', 'returns');
        self::need($function['returns'], 'type');
        foreach ($function['parameters'] as $parameter) {
            self::need($parameter, 'name', 'type');
        }
        $names = [$function['name'], $function['symbol'], ...array_column($function['parameters'], 'name')];
        foreach ($names as $name) {
            // FFI is given the symbol as text of C.
            if (!self::isName($name)) {
                throw new ModuleException(var_export($name, true) . ' is not a name');
            }
        }
    }

    /** @param array<string, mixed> $content */
    private static function libraryName(array $content): string
    {
        $format = self::LIBRARIES[PHP_OS_FAMILY] ?? 'elf';
        self::need($content['library'], $format);
        $name = $content['library'][$format];
        if (preg_match('~\A\.{0,2}\z|[/\\\\]~', $name) !== 0) {
            throw new ModuleException("'$name' is not the name of a file");
        }
        return $name;
    }
}
