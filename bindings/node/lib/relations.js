// SPDX-License-Identifier: MIT
// What a manifest requires of arguments beyond their types: lengths that are not negative, pointers
// that are not null, ranges that do not overlap. Each relation is a function of the arguments that
// throws. They run in the order of `kinds`, because each relies on the earlier ones.

import { invalidValue, outOfRange } from './errors.js';

// An amount is a number, or the name of the parameter that has it.
function amountOf(amount, parameters) {
  if (typeof amount === 'number') return () => amount;
  const position = parameters.findIndex((parameter) => parameter.name === amount);
  return (values) => values[position];
}

function* extents(parameter) {
  if (parameter.reads !== undefined) yield parameter.reads;
  if (parameter.writes !== undefined) yield parameter.writes;
}

function* natural({ name, parameters }, parameter) {
  for (const extent of extents(parameter)) {
    if (typeof extent === 'number') continue;
    const length = amountOf(extent, parameters);
    yield (values) => {
      if (length(values) < 0) throw outOfRange(name, extent, '0 or more', length(values));
    };
  }
}

// An address of 0 is null too.
function* nonnull({ name, parameters }, parameter, position) {
  if (parameter.nonnull === undefined) return;
  const amount = amountOf(parameter.nonnull, parameters);
  yield (values) => {
    if (!values[position] && amount(values) > 0) {
      throw invalidValue(name, parameter.name, `must not be null for ${amount(values)} bytes`);
    }
  };
}

function overlap(start, size, other, otherSize) {
  if (start === other || size === 0n || otherSize === 0n) return false;
  return start < other ? other - start < size : start - other < otherSize;
}

function* disjoint({ name, parameters }, parameter, position) {
  if (parameter.disjoint === undefined) return;
  const other = parameters.findIndex((candidate) => candidate.name === parameter.disjoint);
  for (const extent of extents(parameter)) {
    for (const otherExtent of extents(parameters[other])) {
      const size = amountOf(extent, parameters);
      const otherSize = amountOf(otherExtent, parameters);
      yield (values) => {
        const [start, otherStart] = [values[position] ?? 0n, values[other] ?? 0n];
        if (overlap(start, BigInt(size(values)), otherStart, BigInt(otherSize(values)))) {
          throw invalidValue(name, parameter.name, `overlaps the bytes at ${parameter.disjoint}`);
        }
      };
    }
  }
}

const kinds = [natural, nonnull, disjoint];

export function relationsOf(description) {
  return kinds.flatMap((kind) =>
    description.parameters.flatMap((parameter, position) => [...kind(description, parameter, position)]),
  );
}
