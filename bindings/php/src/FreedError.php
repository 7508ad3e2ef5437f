<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

/** A block was used after it was freed. */
final class FreedError extends \Error
{
}
