<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory\Tests;

/** Runs programs, each in its own PHP process, with the classes of this one. */
trait Programs
{
    /**
     * What a program prints, on both streams.
     *
     * @param array<string, string> $environment
     */
    private static function runProgram(string $program, array $environment = []): string
    {
        $loader = (new \ReflectionClass(\Composer\Autoload\ClassLoader::class))->getFileName();
        $autoload = var_export(dirname($loader, 2) . '/autoload.php', true);
        $head = "declare(strict_types=1); use Vera\\Memory\\{Block, Module}; require $autoload;";
        $command = [PHP_BINARY, '-r', "$head $program"];
        $streams = [1 => ['pipe', 'w'], 2 => ['redirect', 1]];
        $process = proc_open($command, $streams, $pipes, null, $environment + getenv());
        $output = stream_get_contents($pipes[1]);
        proc_close($process);
        return $output;
    }

    /**
     * The same in the library's check mode. That prints each misuse at once, such as a free with the wrong
     * size, and at exit what was not freed.
     */
    private static function misuse(string $program): string
    {
        return self::runProgram($program, ['VERA_MEMORY_MODE' => 'check']);
    }
}
