// SPDX-License-Identifier: MIT
// Reading a manifest. Keys that are not known here are ignored: they are of later releases.

import { readFileSync } from 'node:fs';
import { badManifest } from './errors.js';
import { results, types } from './types.js';

const known = 1;

function parse(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw Object.assign(badManifest(path, cause.message), { cause });
  }
}

function checkTypes(path, { name, parameters, returns }) {
  for (const { type } of parameters) {
    if (!Object.hasOwn(types, type)) throw badManifest(path, `${name} takes the unknown type ${type}`);
  }
  if (!Object.hasOwn(results, returns.type)) {
    throw badManifest(path, `${name} returns the unknown type ${returns.type}`);
  }
}

function freeze(value) {
  if (Object(value) === value) Object.values(value).forEach(freeze);
  return Object.freeze(value);
}

export function readManifest(path) {
  const manifest = parse(path);
  if (manifest.format !== known) {
    throw badManifest(path, `is of format ${manifest.format}, and this package reads format ${known}`);
  }
  for (const description of manifest.functions) checkTypes(path, description);
  return freeze(manifest);
}
