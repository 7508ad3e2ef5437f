<?php

// SPDX-License-Identifier: MIT
// Prints the cost in ns of an allocate and free pair, and of a block. The first argument is Composer's
// autoload.php.

declare(strict_types=1);

use Vera\Memory\Block;
use Vera\Memory\Module;

require $argv[1];

// The best of many short rounds: a long one would include what else the machine does.
$nanoseconds = static function (callable $work, int $count = 1000): int {
    $best = PHP_INT_MAX;
    for ($round = 0; $round < 200; $round++) {
        $start = hrtime(true);
        for ($call = 0; $call < $count; $call++) {
            $work();
        }
        $best = min($best, hrtime(true) - $start);
    }
    return intdiv($best, $count);
};

$memory = Module::load('memory');
$pair = static function () use ($memory): void {
    $memory->free($memory->allocate(64), 64);
};
$block = static function (): void {
    (new Block(64))->free();
};
echo $nanoseconds($pair), ' ', $nanoseconds($block), "\n";
