// SPDX-License-Identifier: MIT
// The functions with wrong arguments: each error names function and parameter.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memory } from 'vera-memory';

function refuses(type, code, words, call) {
  assert.throws(call, (error) => {
    assert.equal(error.constructor, type);
    assert.equal(error.code, code);
    for (const word of words) assert.match(error.message, new RegExp(`\\b${word}\\b`));
    return true;
  });
}

test('count of arguments', () => {
  refuses(TypeError, 'ERR_INVALID_ARG_VALUE', ['takes 1 argument'], () => memory.allocate(8, 8));
  refuses(TypeError, 'ERR_MISSING_ARGS', ['allocate_aligned'], () => memory.allocate_aligned(8));
  refuses(TypeError, 'ERR_INVALID_ARG_VALUE', ['allocate_aligned'], () => memory.allocate_aligned(8, 8, 8));
  refuses(TypeError, 'ERR_MISSING_ARGS', ['allocate'], () => memory.allocate());
});

test('types', () => {
  for (const value of ['8', true, null, undefined, {}, [8]]) {
    refuses(TypeError, 'ERR_INVALID_ARG_TYPE', ['allocate', 'size'], () => memory.allocate(value));
    refuses(TypeError, 'ERR_INVALID_ARG_TYPE', ['set_memory', 'value'], () => memory.set_memory(null, value, 0));
  }
  for (const value of ['8', true, undefined, 8, Buffer.alloc(8)]) {
    refuses(TypeError, 'ERR_INVALID_ARG_TYPE', ['free', 'addr'], () => memory.free(value, 8));
  }
  for (const value of [1.5, NaN, Infinity]) {
    refuses(RangeError, 'ERR_OUT_OF_RANGE', ['allocate', 'size'], () => memory.allocate(value));
  }
});

test('ranges', () => {
  for (const value of [2n ** 63n, -(2n ** 63n) - 1n, 2 ** 53, -(2 ** 53)]) {
    refuses(RangeError, 'ERR_OUT_OF_RANGE', ['allocate', 'size'], () => memory.allocate(value));
  }
  for (const value of [128, -129, 128n, -129n]) {
    refuses(RangeError, 'ERR_OUT_OF_RANGE', ['set_memory', 'value'], () => memory.set_memory(null, value, 0));
  }
  for (const value of [-1n, 2n ** 64n]) {
    refuses(RangeError, 'ERR_OUT_OF_RANGE', ['free', 'addr'], () => memory.free(value, 8));
  }
});

test('negative counts', () => {
  for (const count of [-1, -1n]) {
    refuses(RangeError, 'ERR_OUT_OF_RANGE', ['zero_memory', 'count'], () => memory.zero_memory(null, count));
  }
});

test('null arguments', () => {
  const address = memory.allocate(1);
  for (const nothing of [null, 0n]) {
    refuses(TypeError, 'ERR_INVALID_ARG_VALUE', ['copy_memory', 'dest'], () => memory.copy_memory(nothing, address, 1));
    refuses(TypeError, 'ERR_INVALID_ARG_VALUE', ['copy_memory', 'src'], () => memory.copy_memory(address, nothing, 1));
  }
  memory.free(address, 1);
});

test('overlap', () => {
  const address = memory.allocate(8);
  for (const [to, from] of [[0n, 3n], [3n, 0n]]) {
    refuses(TypeError, 'ERR_INVALID_ARG_VALUE', ['copy_memory', 'dest', 'src'], () =>
      memory.copy_memory(address + to, address + from, 4),
    );
  }
  memory.copy_memory(address, address + 4n, 4);
  memory.free(address, 8);
});
