// SPDX-License-Identifier: MIT
// Reads a manifest. Unknown keys are ignored: they come from later releases.

import { readFileSync } from 'node:fs';
import { badManifest } from './errors.js';
import { checkManifest } from './schema.js';

// The format of the system's libraries.
export const format = { darwin: 'mach-o', win32: 'pe' }[process.platform] ?? 'elf';

function parse(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw Object.assign(badManifest(`${path}: ${cause.message}`), { cause });
  }
}

function freeze(value) {
  if (Object(value) === value) Object.values(value).forEach(freeze);
  return Object.freeze(value);
}

export function readManifest(path, module) {
  const manifest = parse(path);
  checkManifest(path, manifest, module, format);
  return freeze(manifest);
}
