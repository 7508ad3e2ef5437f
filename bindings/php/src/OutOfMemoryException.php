<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

/**
 * There is not so much memory; a smaller block may still be had. So it is what catch (\Exception) takes,
 * and no \Error, which is a mistake of the program.
 */
final class OutOfMemoryException extends \RuntimeException
{
}
