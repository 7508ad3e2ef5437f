// SPDX-License-Identifier: MIT
// Writes what the package takes from the installed library when it is built: the folder of its
// manifest, to find it again, and the functions' types, for TypeScript.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../lib/manifest.js';
import { results, types } from '../lib/types.js';

function resultOf({ type, nullable }) {
  return type === 'ptr' && !nullable ? 'bigint' : results[type].typescript;
}

function declare({ name, parameters, returns }) {
  const list = parameters.map((parameter) => `${parameter.name}: ${types[parameter.type].typescript}`);
  return `  readonly ${name}: NativeFunction<(${list.join(', ')}) => ${resultOf(returns)}>;\n`;
}

function askForModuledir() {
  try {
    return execFileSync('pkg-config', ['--variable=moduledir', 'vera_memory'], { encoding: 'utf8' }).trim();
  } catch {
    console.error('vera-memory: pkg-config finds no vera_memory.pc: set PKG_CONFIG_PATH to its folder');
    process.exit(1);
  }
}

const moduledir = askForModuledir();
const { functions } = readManifest(join(moduledir, 'memory.json'), 'memory');
const lib = new URL('../lib/', import.meta.url);

writeFileSync(new URL('moduledir.json', lib), `${JSON.stringify(moduledir)}\n`);
writeFileSync(
  new URL('memory.d.ts', lib),
  `import type { NativeFunction } from '../index.js';

export interface Memory {
${functions.map(declare).join('')}}
`,
);
