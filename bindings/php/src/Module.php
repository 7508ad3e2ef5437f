<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

/**
 * The functions of a module of VERA, as methods of their VERA names: what there is, the manifest says.
 *
 * An address is an FFI\CData, a pointer or an array, and null is null. Nothing but the arguments is
 * checked; Block is for whoever wants more.
 */
final class Module
{
    /** @var array<string, NativeFunction> */
    private readonly array $functions;

    /** The library's file, as it was given to the system's loader. */
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
     * The module vera:NAME. Its manifest is looked for in the folders of VERA_MODULE_PATH, in the one that
     * pkg-config told when this package was built, in /usr/local/lib/vera/modules and in
     * /usr/lib/vera/modules.
     *
     * @throws ModuleException with the list of places, if it is in none; or if it cannot be used
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

    /** A function, to be kept and called. */
    public function function(string $name): callable
    {
        return $this->functions[$name] ?? throw new \Error("{$this->manifest->file}: there is no function $name()");
    }

    /** The functions as PHP would declare them, a line each. */
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
