// SPDX-License-Identifier: MIT
// The functions that allocate and free a block of any alignment. They are found not by name but by
// the manifest's attributes `owned` and `consumes`, and called by the names of their parameters.

import { memory } from './module.js';

function aligned(block) {
  return typeof block?.align === 'string';
}

function consumed({ parameters }) {
  return parameters.find(({ consumes }) => aligned(consumes));
}

// A function that takes values in the order of `names` and passes them in the order of f's
// parameters.
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
