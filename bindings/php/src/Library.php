<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

use Closure;
use FFI;
use FFI\CData;

/**
 * A module's library. It is never unloaded.
 *
 * @internal
 */
final class Library
{
    private const RTLD_LAZY = 1;

    /** The system's loader, if it can look up a symbol at its node. */
    private readonly ?FFI $loader;

    private readonly ?CData $handle;

    private function __construct(public readonly string $file, string $complaint)
    {
        $this->loader = self::loader();
        if ($this->loader === null) {
            $this->handle = null;
            self::open($file, $complaint);
            return;
        }
        $this->handle = $this->loader->dlopen($file, self::RTLD_LAZY);
        if ($this->handle === null) {
            throw new ModuleException("$complaint: " . FFI::string($this->loader->dlerror()));
        }
    }

    /**
     * The library installed with the manifest, or else the one that the system's loader finds. A library
     * that exists but cannot be loaded is an error: no other may silently replace it.
     */
    public static function beside(string $manifest, string $name): self
    {
        $places = array_map(
            static fn (string $folder) => rtrim((string) realpath(dirname($manifest) . "/$folder"), '/') . "/$name",
            // On Windows, libraries are in bin, with the programs.
            PHP_OS_FAMILY === 'Windows' ? ['../..', '../../../bin'] : ['../..'],
        );
        foreach ($places as $place) {
            if (file_exists($place)) {
                return new self($place, "$place cannot be loaded");
            }
        }
        $tried = implode(', ', $places);
        return new self($name, "$manifest: no library; it was looked for as $tried, and by the loader");
    }

    /**
     * The function of that symbol at its node. Systems without nodes look up only the name; there, the
     * major version in the library's file name keeps an incompatible library out.
     */
    public function bind(string $symbol, string $node, Type $result, Type ...$takes): CData|Closure
    {
        $types = implode(', ', array_map(static fn (Type $type) => $type->inC(), $takes)) ?: 'void';
        if ($this->loader === null) {
            $scope = self::open($this->file, $this->file, "{$result->inC()} $symbol($types);");
            return static fn (mixed ...$arguments) => $scope->$symbol(...$arguments);
        }
        $address = $this->loader->dlvsym($this->handle, $symbol, $node)
            ?? throw new ModuleException("$this->file has no $symbol of $node");
        return $this->loader->cast("{$result->inC()} (*)($types)", $address);
    }

    private static function loader(): ?FFI
    {
        try {
            return FFI::cdef(
                'void *dlopen(const char *file, int flags);
                void *dlvsym(void *handle, const char *symbol, const char *node);
                char *dlerror(void);'
            );
        } catch (FFI\Exception) {
            return null;
        }
    }

    private static function open(string $file, string $complaint, string $declarations = ''): FFI
    {
        try {
            return FFI::cdef($declarations, $file);
        } catch (FFI\Exception $error) {
            throw new ModuleException("$complaint: {$error->getMessage()}", previous: $error);
        }
    }
}
