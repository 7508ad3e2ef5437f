<?php

// SPDX-License-Identifier: MIT
// Records in the package the module folder that pkg-config reports, or nothing if it does not know the
// library.

declare(strict_types=1);

exec('pkg-config --variable=moduledir vera_memory', $lines, $status);
if ($status !== 0) {
    fwrite(STDERR, "Warning: pkg-config finds no vera_memory.pc: set PKG_CONFIG_PATH to its folder\n");
}
$moduledir = var_export($lines[0] ?? '', true);
file_put_contents(__DIR__ . '/../src/moduledir.php', <<<END
    <?php

    // SPDX-License-Identifier: MIT
    // Where the modules were when this package was built.

    declare(strict_types=1);

    return $moduledir;

    END);
