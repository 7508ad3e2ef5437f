// SPDX-License-Identifier: MIT
// VERA's types: the name of each in a signature, and the JavaScript values that it takes. `check`
// throws, naming function and parameter, unless the native call would get exactly `value`.

import { invalidType, outOfRange } from './errors.js';

// Takes numbers while they are exact, which is up to 2^53, and BigInts within the type's range.
function integer(bits, signed) {
  const least = signed ? -(2n ** BigInt(bits - 1)) : 0n;
  const most = 2n ** BigInt(signed ? bits - 1 : bits) - 1n;
  const low = Math.max(Number(least), Number.MIN_SAFE_INTEGER);
  const high = Math.min(Number(most), Number.MAX_SAFE_INTEGER);
  return {
    native: `${signed ? '' : 'u'}int${bits}_t`,
    typescript: 'number | bigint',
    check(value, where, parameter) {
      if (typeof value === 'number') {
        if (value >= low && value <= high && Number.isInteger(value)) return;
        throw outOfRange(where, parameter, `an integer from ${low} to ${high}`, value);
      }
      if (typeof value !== 'bigint') throw invalidType(where, parameter, 'a number or a BigInt', value);
      if (value < least || value > most) throw outOfRange(where, parameter, `from ${least} to ${most}`, value);
    },
  };
}

export function isPowerOfTwo(value) {
  if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) return false;
  const bits = BigInt(value);
  return bits > 0n && (bits & (bits - 1n)) === 0n;
}

function plain(native, typescript) {
  return {
    native,
    typescript,
    check(value, where, parameter) {
      if (typeof value !== typescript) throw invalidType(where, parameter, `a ${typescript}`, value);
    },
  };
}

const pointer = {
  native: 'void *',
  typescript: 'bigint | null',
  check(value, where, parameter) {
    if (value === null) return;
    if (typeof value !== 'bigint') throw invalidType(where, parameter, 'an address (a BigInt) or null', value);
    if (value < 0n || value >= 2n ** 64n) throw outOfRange(where, parameter, 'an address', value);
  },
};

export const types = {
  i8: integer(8, true),
  i16: integer(16, true),
  i32: integer(32, true),
  i64: integer(64, true),
  u8: integer(8, false),
  u16: integer(16, false),
  u32: integer(32, false),
  u64: integer(64, false),
  f32: plain('float', 'number'),
  f64: plain('double', 'number'),
  bool: plain('bool', 'boolean'),
  ptr: pointer,
};

export const results = { ...types, void: { native: 'void', typescript: 'void' } };
