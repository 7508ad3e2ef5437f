<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

/** A module is missing or cannot be used. */
final class ModuleException extends \RuntimeException
{
}
