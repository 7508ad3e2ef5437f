// SPDX-License-Identifier: MIT
// The TypeScript declarations, in a program without settings for them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, '..', 'node_modules');
const there = ['typescript', '@types/node'].every((name) => existsSync(join(packages, name)));

const program = `
import { Block, load, memory } from 'vera-memory';

const block = new Block(8, { align: 64n });
const bytes: Buffer = block.fill(1).bytes;
const address: bigint | null = memory.allocate(bytes.length);
memory.free(address, 8);
load('memory').functions.free!(null, 8);
block[Symbol.dispose]();
// @ts-expect-error
new Block(8, { alignment: 64 });
// @ts-expect-error
memory.allocate('8');
`;

test('declarations', { skip: !there && 'typescript and @types/node are not installed' }, () => {
  const folder = mkdtempSync(join(here, 'types-'));
  try {
    const file = join(folder, 'program.ts');
    writeFileSync(file, program);
    const flags = ['--noEmit', '--module', 'nodenext', '--target', 'es2022', '--strict'];
    const tsc = join(packages, 'typescript', 'bin', 'tsc');
    const { status, stdout } = spawnSync(process.execPath, [tsc, ...flags, file], { encoding: 'utf8' });
    assert.equal(stdout, '');
    assert.equal(status, 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
