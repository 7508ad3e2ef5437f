// SPDX-License-Identifier: MIT
// The functions that give a block of any alignment and take it back. They are found by what they
// do, the manifest's attributes `owned` and `consumes`, and called by the names of parameters.

import { memory } from './module.js';

function aligned(block) {
  return typeof block?.align === 'string';
}

function consumed({ parameters }) {
  return parameters.find(({ consumes }) => aligned(consumes));
}

// Puts values, which are in the order of `names`, into the order of the function's parameters.
function byName(f, names) {
  const positions = f.parameters.map(({ name }) => names.indexOf(name));
  return (...values) => f(...positions.map((position) => values[position]));
}

const give = Object.values(memory).find(({ returns }) => aligned(returns.owned));
const take = Object.values(memory).find(consumed);
const { name: address, consumes } = consumed(take);

const { owned } = give.returns;

export const allocate = byName(give, [owned.size, owned.align]);
export const free = byName(take, [address, consumes.size, consumes.align]);
