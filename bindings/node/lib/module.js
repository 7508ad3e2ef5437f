// SPDX-License-Identifier: MIT
// A VERA module: finds and opens its manifest and its library.

import { callable } from './callable.js';
import { badManifest } from './errors.js';
import { findManifest, openLibrary } from './find.js';
import { readManifest } from './manifest.js';

function bind(path, library, description) {
  try {
    return callable(library.handle, description);
  } catch (cause) {
    throw Object.assign(badManifest(`${path}: ${library.path} has no ${description.symbol}`), { cause });
  }
}

export function load(name) {
  const path = findManifest(name);
  const manifest = readManifest(path, name);
  const library = openLibrary(path, manifest.library);
  const functions = Object.create(null);
  for (const description of manifest.functions) {
    functions[description.name] = bind(path, library, description);
  }
  Object.freeze(functions);
  return Object.freeze({ manifest: path, library: library.path, align: manifest.align, functions });
}

export const { functions: memory, align: leastAlign } = load('memory');
