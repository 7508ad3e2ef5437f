// SPDX-License-Identifier: MIT
// A block of memory that knows its size and alignment, and gives itself back.

import { constants } from 'node:buffer';
import koffi from 'koffi';
import { freed, invalidType, outOfMemory, outOfRange, tooLarge } from './errors.js';
import { leastAlign, memory } from './module.js';
import * as owner from './owner.js';

// Gives back what was never freed: that of a block that is gone, or of its bytes, see below.
const registry = new FinalizationRegistry(giveBack);

function giveBack({ address, size, align }) {
  owner.free(address, size, align);
}

// Says why there was no block: an argument's fault, or nobody's.
function refusal(size, align) {
  const { name, owned } = owner;
  if (size < 0) return outOfRange(name, owned.size, '0 or more', size);
  const bits = BigInt(align);
  if (bits <= 0n || (bits & (bits - 1n)) !== 0n) return outOfRange(name, owned.align, 'a power of two', align);
  return outOfMemory(name, size);
}

// From here on the memory belongs to the view, which may outlive the block: it is given back when
// that is collected.
function view(held) {
  if (held.size > constants.MAX_LENGTH) throw tooLarge(held.size, constants.MAX_LENGTH);
  const storage = koffi.view(held.address, held.size);
  registry.unregister(held);
  registry.register(storage, held, held);
  return Buffer.from(storage);
}

// Makes all views of `storage` empty, where JavaScript can: since Node 21.
function detach(storage) {
  return storage.transfer?.(0) !== undefined;
}

export class Block {
  #held; // what the registry is told; null once freed
  #bytes = null;

  constructor(size, { align = leastAlign } = {}) {
    const address = owner.allocate(size, align);
    if (address === null) throw refusal(size, align);
    this.#held = { address, size: Number(size), align: Number(align) };
    registry.register(this, this.#held, this.#held);
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

  fill(value, start = 0, end = this.size) {
    const from = this.#range('fill', start, end);
    // A byte is unsigned in JavaScript, and an i8 in VERA.
    const unsigned = Number.isInteger(value) && value > 127 && value < 256;
    memory.set_memory(from, unsigned ? value - 256 : value, end - start);
    return this;
  }

  zero(start = 0, end = this.size) {
    memory.zero_memory(this.#range('zero', start, end), end - start);
    return this;
  }

  copy(target, targetStart = 0, start = 0, end = this.size) {
    if (!(target instanceof Block)) throw invalidType('copy', 'target', 'a Block', target);
    const from = this.#range('copy', start, end);
    const to = target.#range('copy', targetStart, targetStart + end - start, 'targetStart');
    memory.copy_memory(to, from, end - start);
    return end - start;
  }

  // Bytes that cannot be detached are left to the collector, so that none is read after its free.
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

  #live(where) {
    if (this.#held === null) throw freed(`Block.${where}`);
    return this.#held;
  }

  // The address of `start`, if start <= end and both are in the block.
  #range(where, start, end, name = 'start') {
    const { address, size } = this.#live(where);
    if (!Number.isInteger(start) || start < 0 || start > size) {
      throw outOfRange(`Block.${where}`, name, `an integer from 0 to ${size}`, start);
    }
    if (!Number.isInteger(end) || end < start || end > size) {
      throw outOfRange(`Block.${where}`, 'end', `an integer from ${start} to ${size}`, end);
    }
    return address + BigInt(start);
  }
}
