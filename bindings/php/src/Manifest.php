<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

/**
 * A module's description of itself. Unknown keys are ignored, because a later manifest may add some. A
 * later format may change everything, so it is refused.
 *
 * @internal
 */
final class Manifest
{
    private const USUAL = ['/usr/local/lib/vera/modules', '/usr/lib/vera/modules'];

    /** The library formats of systems; all others use ELF. */
    private const LIBRARIES = ['Darwin' => 'mach-o', 'Windows' => 'pe'];

    /** @var list<array<string, mixed>> */
    public readonly array $functions;

    /** The least alignment of an allocated block. */
    public readonly int $align;

    /** The library's file on this system: only a name, because a manifest does not say where it is. */
    public readonly string $library;

    private function __construct(public readonly string $file, public readonly string $module)
    {
        try {
            $content = self::read($file);
            $system = self::LIBRARIES[PHP_OS_FAMILY] ?? 'elf';
            Schema::check($content, $module, $system);
        } catch (ModuleException | \JsonException $error) {
            throw new ModuleException("$file: {$error->getMessage()}", previous: $error);
        }
        $this->functions = $content['functions'];
        $this->align = $content['align'];
        $this->library = $content['library'][$system];
    }

    /** The current folder is never searched: whoever controls it would control which code is loaded. */
    public static function find(string $name): self
    {
        if (!Schema::isName($name)) {
            $shown = var_export($name, true);
            $load = Module::class . '::load()';
            throw new \ValueError("$load: Argument #1 (\$name) must be the name of a module, $shown given");
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

    private static function isAbsolute(string $folder): bool
    {
        $root = PHP_OS_FAMILY === 'Windows' ? '~\A([A-Za-z]:)?[/\\\\]~' : '~\A/~';
        return preg_match($root, $folder) === 1;
    }

    /** @return array<string> */
    private static function folders(): array
    {
        $path = self::isTrusted() ? explode(PATH_SEPARATOR, (string) getenv('VERA_MODULE_PATH')) : [];
        // A built package has that file; the sources do not.
        $built = __DIR__ . '/moduledir.php';
        return array_filter([...$path, is_file($built) ? require $built : '', ...self::USUAL]);
    }

    /** Whether the environment comes from the user whose rights the process has. */
    private static function isTrusted(): bool
    {
        return !function_exists('posix_getuid')
            || posix_getuid() === posix_geteuid() && posix_getgid() === posix_getegid();
    }

    private static function read(string $file): mixed
    {
        $text = @file_get_contents($file);
        if ($text === false) {
            throw new ModuleException(error_get_last()['message']);
        }
        return json_decode($text, true, flags: JSON_THROW_ON_ERROR);
    }
}
