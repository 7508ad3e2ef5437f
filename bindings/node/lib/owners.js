// SPDX-License-Identifier: MIT
// Which functions give a block and which take it back, by the manifest's attributes `owned` and
// `consumes` and not by their names.

import { memory } from './module.js';

const functions = Object.values(memory);

// Whether size and alignment are all that a function takes beside `others`.
function takesOnly({ parameters }, { size, align }, others) {
  const amounts = [size, align].filter((amount) => typeof amount === 'string');
  return typeof size === 'string' && parameters.length === amounts.length + others;
}

function consumed({ parameters }) {
  return parameters.find(({ consumes }) => consumes);
}

// `named` is whether the alignment is the caller's choice, a parameter.
function pair(named) {
  const fits = (block) => block !== undefined && (typeof block.align === 'string') === named;
  const give = functions.find((f) => fits(f.returns.owned) && takesOnly(f, f.returns.owned, 0));
  const take = functions.find((f) => fits(consumed(f)?.consumes) && takesOnly(f, consumed(f).consumes, 1));
  const { owned } = give.returns;
  const { name: address, consumes } = consumed(take);
  const ordered = (f, names, values) => f.parameters.map(({ name }) => values[names.indexOf(name)]);
  return {
    name: give.name,
    owned,
    allocate: (size, align) => give(...ordered(give, [owned.size, owned.align], [size, align])),
    free: (block, size, align) =>
      take(...ordered(take, [address, consumes.size, consumes.align], [block, size, align])),
  };
}

export const plain = pair(false);
export const aligned = pair(true);
