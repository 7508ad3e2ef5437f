<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

/** A block cannot be freed while one of its views is there. */
final class InUseError extends \Error
{
}
