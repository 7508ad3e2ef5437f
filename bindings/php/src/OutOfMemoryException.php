<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

/**
 * There is not that much memory; a smaller block may still be available. So catch (\Exception) catches
 * it. It is not an \Error, which is a bug in the program.
 */
final class OutOfMemoryException extends \RuntimeException
{
}
