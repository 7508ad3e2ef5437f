// SPDX-License-Identifier: MIT
// Two threads at once. They exchange blocks as addresses and sizes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

const count = 20_000;

const source = `
  const { parentPort } = require('node:worker_threads');
  import('vera-memory').then(({ Block, memory }) => {
    const blocks = [];
    for (let i = 0; i < ${count}; i++) {
      const size = 1 + (i % 500);
      new Block(size).free();
      blocks.push({ address: memory.allocate(size), size });
    }
    parentPort.postMessage(blocks);
    parentPort.once('message', (others) => {
      for (const { address, size } of others) memory.free(address, size);
    });
  });
`;

function allocating(worker) {
  return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
}

function ended(worker) {
  return new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));
}

test('threads', async () => {
  const workers = [0, 1].map(() => new Worker(source, { eval: true }));
  const [first, second] = await Promise.all(workers.map(allocating));
  const addresses = new Set([...first, ...second].map(({ address }) => address));
  assert.equal(addresses.size, 2 * count);
  workers[0].postMessage(second);
  workers[1].postMessage(first);
  assert.deepEqual(await Promise.all(workers.map(ended)), [0, 0]);
});
