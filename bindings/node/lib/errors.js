// SPDX-License-Identifier: MIT
// The errors of this package: JavaScript's own classes, with the codes of Node's own errors.

import { inspect } from 'node:util';

function coded(error, code) {
  return Object.assign(error, { code });
}

export function invalidType(where, parameter, expected, value) {
  return coded(
    new TypeError(`${where}: ${parameter} must be ${expected}, not ${inspect(value, { depth: 0 })}`),
    'ERR_INVALID_ARG_TYPE',
  );
}

export function invalidValue(where, parameter, reason) {
  return coded(new TypeError(`${where}: ${parameter} ${reason}`), 'ERR_INVALID_ARG_VALUE');
}

export function outOfRange(where, parameter, expected, value) {
  return coded(new RangeError(`${where}: ${parameter} must be ${expected}, not ${inspect(value)}`), 'ERR_OUT_OF_RANGE');
}

export function wrongCount(where, expected, count) {
  const code = count < expected ? 'ERR_MISSING_ARGS' : 'ERR_INVALID_ARG_VALUE';
  const things = expected === 1 ? 'argument' : 'arguments';
  return coded(new TypeError(`${where}: takes ${expected} ${things}, not ${count}`), code);
}

export function outOfMemory(where, size, align) {
  const message = `${where}: out of memory for ${size} bytes at a multiple of ${align}`;
  return coded(new Error(message), 'ERR_MEMORY_ALLOCATION_FAILED');
}

export function tooLarge(size, most) {
  return coded(new RangeError(`Block.bytes: a Buffer holds up to ${most} bytes, not ${size}`), 'ERR_BUFFER_TOO_LARGE');
}

export function freed(where) {
  return coded(new Error(`${where}: the block was freed`), 'ERR_INVALID_STATE');
}

export function notFound(what, places) {
  return coded(new Error(`${what} was not found; it was looked for as ${places.join(', ')}`), 'ENOENT');
}

export function badManifest(message) {
  return coded(new Error(message), 'ERR_INVALID_MANIFEST');
}
