<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

/** There is not so much memory; a smaller block may still be had. */
final class OutOfMemoryError extends \Error
{
}
