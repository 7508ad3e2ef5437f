<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

/**
 * There is not that much memory; a smaller block may still be available. So it is an \Exception, and not
 * an \Error, which means a bug in the program.
 */
final class OutOfMemoryException extends \RuntimeException
{
}
