// SPDX-License-Identifier: MIT
// Prints the cost in ns of a raw allocate and free pair, and of an owned block: the median of
// rounds.

import { Block, memory } from 'vera-memory';

const rounds = 15;
const repeats = 20_000;

function measure(work) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < repeats; i++) work();
    times.push(Number(process.hrtime.bigint() - start) / repeats);
  }
  return Math.round(times.sort((a, b) => a - b)[rounds >> 1]);
}

const raw = measure(() => memory.free(memory.allocate(64), 64));
const block = measure(() => new Block(64).free());
console.log(raw, block);
