<?php

// SPDX-License-Identifier: MIT
// Keeps in the package that is built which folder of modules pkg-config knows, or nothing where it does
// not know the library.

declare(strict_types=1);

exec('pkg-config --variable=moduledir vera_memory', $lines, $status);
if ($status !== 0) {
    fwrite(STDERR, "Warning: no vera_memory.pc in PKG_CONFIG_PATH: the package will not know where modules are\n");
}
$moduledir = var_export($lines[0] ?? '', true);
file_put_contents(__DIR__ . '/../src/moduledir.php', <<<END
    <?php

    // SPDX-License-Identifier: MIT
    // Where modules were when this package was built.

    declare(strict_types=1);

    return $moduledir;

    END);
