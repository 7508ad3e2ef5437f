// SPDX-License-Identifier: MIT
// Finds a module's manifest, and the library that it describes. The current folder is never
// searched: whoever controls it would control which code is loaded.

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import koffi from 'koffi';
import { invalidType, invalidValue, notFound } from './errors.js';
import { format } from './manifest.js';
import { isName } from './schema.js';

// Written when the package was built: the `moduledir` that pkg-config reported.
const built = new URL('moduledir.json', import.meta.url);

// A program that has more rights than its user must not load what the user names.
function trusted() {
  return process.getuid?.() === process.geteuid?.() && process.getgid?.() === process.getegid?.();
}

function folders() {
  const path = trusted() ? (process.env.VERA_MODULE_PATH ?? '') : '';
  const configured = existsSync(built) ? [JSON.parse(readFileSync(built, 'utf8'))] : [];
  const usual = ['/usr/local/lib/vera/modules', '/usr/lib/vera/modules'];
  return new Set([...path.split(delimiter).filter(Boolean), ...configured, ...usual]);
}

export function findManifest(name) {
  if (typeof name !== 'string') {
    throw invalidType('load', 'name', 'a string', name);
  }
  if (!isName(name)) {
    throw invalidValue('load', 'name', `must match [a-z][a-z0-9_]*, unlike '${name}'`);
  }
  const places = [];
  for (const folder of folders()) {
    const place = join(folder, `${name}.json`);
    if (!isAbsolute(folder)) {
      places.push(`${folder} (passed over: not an absolute path)`);
    } else if (existsSync(place)) {
      return realpathSync(place);
    } else {
      places.push(place);
    }
  }
  throw notFound(`the manifest of vera:${name}`, places);
}

// The library installed with the manifest, so that an installed tree can be moved; or else the one
// that the system's loader finds under that name.
export function openLibrary(manifest, names) {
  const name = names[format];
  const folder = dirname(manifest);
  const beside = [resolve(folder, '../..', name)];
  if (format === 'pe') {
    beside.push(resolve(folder, '../../../bin', name));
  }
  const path = beside.find((place) => existsSync(place)) ?? name;
  try {
    return { path, handle: koffi.load(path) };
  } catch (cause) {
    throw Object.assign(notFound(`the library of ${manifest}`, [...beside, name]), { cause });
  }
}
