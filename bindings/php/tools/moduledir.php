<?php

// SPDX-License-Identifier: MIT
// Keeps in the package that is built which folder of modules pkg-config knows, or nothing where it does
// not know the library.

declare(strict_types=1);

$moduledir = var_export(rtrim((string) shell_exec('pkg-config --variable=moduledir vera_memory')), true);
file_put_contents(__DIR__ . '/../src/moduledir.php', <<<END
    <?php

    // SPDX-License-Identifier: MIT
    // Where modules were when this package was built.

    declare(strict_types=1);

    return $moduledir;

    END);
