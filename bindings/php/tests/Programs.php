<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory\Tests;

/** Running programs in a PHP of their own, with the classes of this one. */
trait Programs
{
    /**
     * What a program prints, on either stream.
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
     * The library's check mode prints each misuse at once, such as another size than was allocated, and at
     * the end what was not freed.
     */
    private static function misuse(string $program): string
    {
        return self::runProgram($program, ['VERA_MEMORY_MODE' => 'check']);
    }
}
