// SPDX-License-Identifier: MIT
// The functions with correct arguments.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import koffi from 'koffi';
import { load, memory } from 'vera-memory';

function bytesAt(address, size) {
  return new Uint8Array(koffi.view(address, size));
}

test('functions', () => {
  const manifest = JSON.parse(readFileSync(load('memory').manifest, 'utf8'));
  assert.deepEqual(Object.keys(memory), manifest.functions.map(({ name }) => name));
  for (const { name, parameters } of manifest.functions) {
    assert.equal(memory[name].name, name);
    assert.equal(memory[name].length, parameters.length);
  }
});

test('allocate', () => {
  for (const size of [0, 1, 8, 100, 100_000, 64n]) {
    const address = memory.allocate(size);
    assert.equal(typeof address, 'bigint');
    assert.equal(address % 8n, 0n);
    bytesAt(address, Number(size)).fill(0xa5);
    assert.equal(memory.free(address, size), undefined);
  }
});

test('allocate_aligned', () => {
  for (let align = 1; align <= 4096; align *= 2) {
    const address = memory.allocate_aligned(100, align);
    assert.equal(address % BigInt(align), 0n);
    bytesAt(address, 100).fill(0x5a);
    memory.free_aligned(address, 100, align);
  }
});

test('copy_memory, set_memory, zero_memory', () => {
  const [one, other] = [memory.allocate(4), memory.allocate(4)];
  memory.set_memory(one, -1, 4);
  assert.deepEqual([...bytesAt(one, 4)], [255, 255, 255, 255]);
  memory.zero_memory(one + 2n, 1);
  assert.deepEqual([...bytesAt(one, 4)], [255, 255, 0, 255]);
  memory.set_memory(other, 7, 4);
  memory.copy_memory(other, one, 3);
  assert.deepEqual([...bytesAt(other, 4)], [255, 255, 0, 7]);
  memory.copy_memory(one, one, 4);
  for (const address of [one, null]) {
    memory.copy_memory(address, null, 0);
    memory.set_memory(address, 1, 0);
    memory.zero_memory(address, 0);
  }
  assert.deepEqual([...bytesAt(one, 4)], [255, 255, 0, 255]);
  memory.free(one, 4);
  memory.free(other, 4);
});

test('free null', () => {
  memory.free(null, 100);
  memory.free_aligned(null, 100, 8);
});

test('null', () => {
  assert.equal(memory.allocate(-1), null);
  assert.equal(memory.allocate(2n ** 62n), null);
});
