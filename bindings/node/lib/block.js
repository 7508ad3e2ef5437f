// SPDX-License-Identifier: MIT
// A block of memory that knows its size and alignment, and frees itself.

import { constants } from 'node:buffer';
import { inspect } from 'node:util';
import * as threads from 'node:worker_threads';
import koffi from 'koffi';
import { freed, invalidType, invalidValue, outOfMemory, outOfRange, tooLarge } from './errors.js';
import { leastAlign, memory } from './module.js';
import * as owner from './owner.js';
import { isPowerOfTwo, types } from './types.js';

// Frees what nobody freed, once the block, or the view of its bytes (see below), is collected.
const registry = new FinalizationRegistry(giveBack);

function giveBack({ address, size, align }) {
  owner.free(address, size, align);
}

function alignOf(options) {
  if (Object(options) !== options) throw invalidType('Block', 'options', 'an object', options);
  for (const key of Object.keys(options)) {
    if (key !== 'align') throw invalidValue('Block', `options.${key}`, 'is not an option; the only one is align');
  }
  return options.align ?? leastAlign;
}

// The error for a block that was not allocated: a wrong argument, or out of memory.
function refusal(size, align) {
  if (size < 0) return outOfRange('Block', 'size', '0 or more', size);
  if (!isPowerOfTwo(align)) return outOfRange('Block', 'align', 'a power of two', align);
  return outOfMemory('Block', size, align);
}

function checkInteger(value, where, name, least, most) {
  if (typeof value !== 'number') throw invalidType(where, name, 'a number', value);
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw outOfRange(where, name, `an integer from ${least} to ${most}`, value);
}

// From here on the memory belongs to the view, which may outlive the block: the memory is freed when
// the view is collected.
function view(held) {
  if (held.size > constants.MAX_LENGTH) throw tooLarge(held.size, constants.MAX_LENGTH);
  const storage = koffi.view(held.address, held.size);
  registry.unregister(held);
  registry.register(storage, held, held);
  return Buffer.from(storage);
}

// Empties all views of `storage` if JavaScript can, which it can since Node 21.
function detach(storage) {
  return storage.transfer?.(0) !== undefined;
}

export class Block {
  #held; // what the registry holds; null once freed
  #bytes = null;

  constructor(size, options = {}) {
    const align = alignOf(options);
    types.i64.check(size, 'Block', 'size');
    types.i64.check(align, 'Block', 'align');
    const address = owner.allocate(size, align);
    if (address === null) throw refusal(size, align);
    this.#held = { address, size: Number(size), align: Number(align) };
    registry.register(this, this.#held, this.#held);
    // Refuses cloning if Node can: a clone would be an empty object.
    threads.markAsUncloneable?.(this);
  }

  get address() {
    return this.#live('address').address;
  }

  get size() {
    return this.#live('size').size;
  }

  get align() {
    return this.#live('align').align;
  }

  get freed() {
    return this.#held === null;
  }

  get bytes() {
    const held = this.#live('bytes');
    this.#bytes ??= view(held);
    return this.#bytes;
  }

  fill(value, start = 0, end) {
    const { at, count } = this.#range('fill', start, end);
    checkInteger(value, 'Block.fill', 'value', -128, 255);
    // A byte is unsigned in JavaScript, and an i8 in VERA.
    memory.set_memory(at, value > 127 ? value - 256 : value, count);
    return this;
  }

  zero(start = 0, end) {
    const { at, count } = this.#range('zero', start, end);
    memory.zero_memory(at, count);
    return this;
  }

  copy(target, targetStart = 0, start = 0, end) {
    if (!(target instanceof Block)) throw invalidType('Block.copy', 'target', 'a Block', target);
    const { at, count } = this.#range('copy', start, end);
    const to = target.#range('copy', targetStart, undefined, 'targetStart');
    checkInteger(start + count, 'Block.copy', 'end', start, start + to.count);
    if (target === this && targetStart !== start && Math.abs(targetStart - start) < count) {
      const apart = `must be ${start}, or ${count} or more from it, not ${targetStart}`;
      throw invalidValue('Block.copy', 'targetStart', apart);
    }
    memory.copy_memory(to.at, at, count);
    return count;
  }

  // Bytes that cannot be detached are left to the collector, so nobody reads freed bytes.
  free() {
    const held = this.#live('free');
    if (this.#bytes === null || detach(this.#bytes.buffer)) {
      registry.unregister(held);
      giveBack(held);
    }
    this.#held = this.#bytes = null;
  }

  [Symbol.dispose]() {
    if (!this.freed) this.free();
  }

  [inspect.custom](depth, options) {
    const { size, align, address } = this.#held ?? {};
    return `Block ${inspect(this.freed ? { freed: true } : { size, align, address }, options)}`;
  }

  #live(where) {
    if (this.#held === null) throw freed(`Block.${where}`);
    return this.#held;
  }

  // The address of `start`, and the number of bytes up to `end` or to the end of the block, if
  // start <= end and both are in the block. The end is not a default argument: the caller would read
  // the size before it is known that the block was not freed.
  #range(where, start, end, name = 'start') {
    const { address, size } = this.#live(where);
    const last = end === undefined ? size : end;
    checkInteger(start, `Block.${where}`, name, 0, size);
    checkInteger(last, `Block.${where}`, 'end', start, size);
    return { at: address + BigInt(start), count: last - start };
  }
}
