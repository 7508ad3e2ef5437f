<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

/**
 * The functions of a VERA module, as methods under their VERA names, according to its manifest.
 *
 * An address is an FFI\CData, a pointer or an array, and null is null. Only the arguments are checked;
 * Block does more.
 */
final class Module
{
    /** @var array<string, NativeFunction> */
    private readonly array $functions;

    /** The library's file, as it was passed to the system's loader. */
    public readonly string $library;

    private function __construct(public readonly Manifest $manifest)
    {
        $library = Library::beside($manifest->file, $manifest->library);
        $functions = [];
        try {
            foreach ($manifest->functions as $description) {
                $functions[$description['name']] = new NativeFunction($description, $library);
            }
        } catch (ModuleException $error) {
            throw new ModuleException("$manifest->file: {$error->getMessage()}", previous: $error);
        }
        $this->functions = $functions;
        $this->library = $library->file;
    }

    /**
     * The module vera:NAME. Its manifest is looked for in the folders of VERA_MODULE_PATH, then in the
     * folder that pkg-config reported when this package was built, then in /usr/local/lib/vera/modules and
     * /usr/lib/vera/modules.
     *
     * @throws ModuleException if it is in none of them, listing the places; or if it cannot be used
     */
    public static function load(string $name): self
    {
        return new self(Manifest::find($name));
    }

    /** @return list<string> */
    public function functions(): array
    {
        return array_keys($this->functions);
    }

    /** The function, to keep and call. */
    public function function(string $name): callable
    {
        return $this->functions[$name] ?? throw new \Error("{$this->manifest->file}: there is no function $name()");
    }

    /** The functions as PHP would declare them, one per line. */
    public function __toString(): string
    {
        return implode("\n", $this->functions) . "\n";
    }

    /** @param array<int|string, mixed> $arguments */
    public function __call(string $name, array $arguments): mixed
    {
        return $this->function($name)->call($arguments);
    }
}
