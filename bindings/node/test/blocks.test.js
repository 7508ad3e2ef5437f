// SPDX-License-Identifier: MIT
// Blocks, which own their memory. Tests that need the library's check mode run a process of their
// own, because the library reads its mode only once.

import assert from 'node:assert/strict';
import { constants } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as threads from 'node:worker_threads';
import { Block, load } from 'vera-memory';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const outOfRange = { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' };
const freed = { name: 'Error', code: 'ERR_INVALID_STATE' };

// What a program prints and how it ends, in check mode, which reports every misuse and every leak.
function checked(program) {
  const source = `
    import { Block } from 'vera-memory';
    const turn = () => new Promise((resolve) => setTimeout(resolve, 10));
    async function collected(condition = () => false) {
      for (let i = 0; i < 20 && !condition(); i++) { gc(); await turn(); }
    }
    ${program}`;
  return spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '--eval', source], {
    cwd: new URL('.', import.meta.url),
    encoding: 'utf8',
    env: { ...process.env, VERA_MEMORY_MODE: 'check' },
  });
}

function succeeds(program) {
  const { status, stderr } = checked(program);
  assert.equal(stderr, '');
  assert.equal(status, 0);
}

test('null', () => {
  assert.throws(() => new Block(-1), { ...outOfRange, message: /^Block: size/ });
  assert.throws(() => new Block(8, { align: 24 }), { ...outOfRange, message: /^Block: align/ });
  assert.throws(() => new Block(8, { align: 0 }), { ...outOfRange, message: /^Block: align/ });
  const missing = { name: 'Error', code: 'ERR_MEMORY_ALLOCATION_FAILED' };
  assert.throws(() => new Block(2n ** 62n), missing);
  assert.throws(() => new Block(2n ** 62n, { align: 64 }), missing);
  const far = { ...missing, message: /4 bytes at a multiple of 4611686018427387904$/ };
  assert.throws(() => new Block(4, { align: 2n ** 62n }), far);
});

test('types', () => {
  const wrong = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' };
  for (const options of [null, 64, '64']) {
    assert.throws(() => new Block(4, options), { ...wrong, message: /^Block: options must be an object/ });
  }
  const unknown = { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' };
  assert.throws(() => new Block(4, { alignment: 64 }), { ...unknown, message: /^Block: options\.alignment is not/ });
  assert.throws(() => new Block('4'), { ...wrong, message: /^Block: size/ });
  assert.throws(() => new Block(4, { align: '8' }), { ...wrong, message: /^Block: align/ });
  const block = new Block(8);
  for (const value of ['0', null, 0n, {}]) {
    assert.throws(() => block.zero(value), { ...wrong, message: /^Block\.zero: start/ });
    assert.throws(() => block.fill(1, 0, value), { ...wrong, message: /^Block\.fill: end/ });
    assert.throws(() => block.fill(value), { ...wrong, message: /^Block\.fill: value/ });
    assert.throws(() => block.copy(block, value), { ...wrong, message: /^Block\.copy: targetStart/ });
  }
  block.free();
});

test('ownership: without a free the library reports a leak', () => {
  assert.match(checked('globalThis.kept = new Block(100);').stderr, /leak/);
});

test('ownership: free, dispose and the collector', () => {
  succeeds('new Block(100).free();');
  succeeds(`
    const block = new Block(100);
    try { throw new Error('on the way'); } catch {} finally { block[Symbol.dispose](); }
    block[Symbol.dispose]();`);
  succeeds('(() => { new Block(100); new Block(100, { align: 64 }); })(); await collected();');
  succeeds('(() => { new Block(100).bytes.fill(1); })(); await collected();');
});

function parses(source) {
  try {
    return Boolean(new Function(source));
  } catch {
    return false;
  }
}

const using = parses('using nothing = null;');

test('ownership: using', { skip: !using && '`using` needs Node 24' }, () => {
  succeeds(`
    let escaped;
    try { using block = new Block(100); escaped = block; throw new Error('on the way'); } catch {}
    if (!escaped.freed) throw new Error('not freed');`);
});

test('second free', () => {
  const block = new Block(8);
  assert.equal(block.freed, false);
  block.free();
  assert.equal(block.freed, true);
  assert.throws(() => block.free(), freed);
  block[Symbol.dispose]();
});

test('use after free', () => {
  const [block, other] = [new Block(8), new Block(8)];
  block.free();
  for (const property of ['address', 'size', 'align', 'bytes']) assert.throws(() => block[property], freed);
  assert.throws(() => block.fill(1), { ...freed, message: /^Block\.fill: / });
  assert.throws(() => block.fill(1, 0, 0), freed);
  assert.throws(() => block.zero(), { ...freed, message: /^Block\.zero: / });
  assert.throws(() => block.copy(other), { ...freed, message: /^Block\.copy: / });
  assert.throws(() => other.copy(block), freed);
  other.free();
});

// In check mode a read of freed memory ends the process.
test('use after free: bytes taken earlier', () => {
  succeeds(`
    const block = new Block(100_000);
    let bytes = block.bytes.fill(7);
    block.free();
    await collected();
    if ((bytes.length === 0) !== ('transfer' in ArrayBuffer.prototype)) throw new Error('not as long as it should be');
    if (bytes.length !== 0 && bytes[99_999] !== 7) throw new Error('not the bytes that were there');
    if (bytes.length !== 0) bytes.fill(8);
    bytes = null;
    await collected();`);
});

test('use after free: bytes outlive their block', () => {
  succeeds(`
    let bytes = (() => new Block(100_000).bytes.fill(7))();
    await collected();
    if (bytes[99_999] !== 7) throw new Error('not the bytes that were there');
    bytes = null;
    await collected();`);
});

test('use after free: collected bytes free their memory', () => {
  succeeds('(() => { const block = new Block(100); block.bytes.fill(1); block.free(); })(); await collected();');
});

test('same size', () => {
  for (const size of [0, 1, 100, 4097, 100_000, '100n']) {
    succeeds(`new Block(${size}).free();`);
    for (const align of [1, 16, 4096, '64n']) succeeds(`new Block(${size}, { align: ${align} }).free();`);
  }
  assert.equal(new Block(8).align, load('memory').align);
  const block = new Block(100n, { align: 64n });
  assert.equal(block.size, 100);
  assert.equal(block.align, 64);
  assert.equal(block.address % 64n, 0n);
  block.free();
});

test('inspection', () => {
  const block = new Block(8, { align: 16 });
  assert.equal(inspect(block), `Block { size: 8, align: 16, address: ${block.address}n }`);
  block.free();
  assert.equal(inspect(block), 'Block { freed: true }');
});

test('clones', { skip: !threads.markAsUncloneable && 'refusing them needs Node 22.10' }, () => {
  const block = new Block(8);
  assert.throws(() => structuredClone(block), { name: 'DataCloneError' });
  block.free();
});

test('bounds', () => {
  const [block, other] = [new Block(8), new Block(4)];
  for (const offset of [-1, 8]) {
    assert.throws(() => block.bytes.readUInt8(offset), outOfRange);
    assert.throws(() => block.bytes.writeUInt8(0, offset), outOfRange);
  }
  assert.throws(() => block.bytes.readUInt32LE(5), outOfRange);
  const wrong = [
    [-1, 8, 'start'],
    [9, 9, 'start'],
    [0.5, 8, 'start'],
    [0, 9, 'end'],
    [5, 4, 'end'],
    [0, NaN, 'end'],
  ];
  for (const [start, end, name] of wrong) {
    const blames = (where) => ({ ...outOfRange, message: new RegExp(`Block.${where}: ${name}`) });
    assert.throws(() => block.fill(1, start, end), blames('fill'));
    assert.throws(() => block.zero(start, end), blames('zero'));
    assert.throws(() => block.copy(block, 0, start, end), blames('copy'));
  }
  for (const start of [-1, 5, 9, 0.5, NaN]) {
    assert.throws(() => other.copy(block, start), { ...outOfRange, message: /Block\.copy/ });
  }
  assert.throws(() => block.copy(Buffer.alloc(8)), { name: 'TypeError', message: /^Block\.copy: target/ });
  assert.throws(() => block.copy(other), { ...outOfRange, message: /^Block\.copy: end .* from 0 to 4, not 8$/ });
  assert.throws(() => block.copy(block, 1, 0, 4), { name: 'TypeError', message: /^Block\.copy: targetStart/ });
  assert.equal(block.copy(block, 4, 0, 4), 4);
  assert.equal(block.copy(block), 8);
  for (const value of [256, -129, 200.5]) {
    assert.throws(() => block.fill(value), { ...outOfRange, message: /^Block\.fill: value .* from -128 to 255/ });
  }
  block.fill(1, 8).zero(8, 8).copy(other, 4, 8);
  block.free();
  other.free();
});

test('buffer', () => {
  const block = new Block(8).zero();
  assert.ok(block.bytes instanceof Buffer);
  assert.equal(block.bytes.length, 8);
  assert.equal(block.bytes, block.bytes);
  block.bytes.writeUInt16BE(0x0102, 3);
  block.fill(255, 6).fill(-2, 7);
  const other = new Block(8).fill(9);
  assert.equal(block.copy(other, 1, 2, 7), 5);
  assert.deepEqual([...block.bytes], [0, 0, 0, 1, 2, 0, 255, 254]);
  assert.deepEqual([...other.bytes], [9, 0, 1, 2, 0, 255, 9, 9]);
  assert.equal(new Block(0).bytes.length, 0);
  block.free();
  other.free();
});

const most = constants.MAX_LENGTH;
const limited = most < 2 ** 40;

test('buffer: too large', { skip: !limited && 'no block is too large for a Buffer of this Node' }, () => {
  const block = new Block(most + 1);
  assert.throws(() => block.bytes, { name: 'RangeError', code: 'ERR_BUFFER_TOO_LARGE' });
  block.free();
});

test('round trip', () => {
  const size = 1 << 20;
  const written = randomFillSync(Buffer.alloc(size));
  const [one, other] = [new Block(size), new Block(size)];
  written.copy(one.bytes);
  assert.equal(one.copy(other), size);
  assert.ok(other.bytes.equals(written));
  one.free();
  other.free();
});

test('no growth', () => {
  const run = () => {
    for (let i = 0; i < 100_000; i++) new Block(64 + (i % 1024)).fill(1).free();
    collect();
    return process.memoryUsage.rss();
  };
  // The engine's own heap grows and shrinks; what a block leaves behind would add up every time.
  const sizes = Array.from({ length: 6 }, run);
  const growth = sizes.slice(1).map((size, i) => size - sizes[i]);
  assert.ok(Math.min(...growth) < 1 << 20, `grew by ${growth}`);
});
