<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

/** A block cannot be freed while one of its views exists. */
final class InUseError extends \Error
{
}
