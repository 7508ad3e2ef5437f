// SPDX-License-Identifier: MIT
// A function of a manifest as a JavaScript function, which checks its arguments.

import { wrongCount } from './errors.js';
import { relationsOf } from './relations.js';
import { results, types } from './types.js';

// The description stays available as `parameters` and `returns`, for code that looks for a function
// by its attributes, as blocks do.
export function callable(library, description) {
  const { name, symbol, parameters, returns } = description;
  const taken = parameters.map(({ type }) => types[type]);
  const native = library.func(symbol, results[returns.type].native, taken.map((type) => type.native));
  const relations = relationsOf(description);

  function call(...values) {
    if (values.length !== taken.length) throw wrongCount(name, taken.length, values.length);
    for (let i = 0; i < taken.length; i++) taken[i].check(values[i], name, parameters[i].name);
    for (let i = 0; i < relations.length; i++) relations[i](values);
    return native(...values);
  }

  Object.defineProperties(call, { name: { value: name }, length: { value: parameters.length } });
  return Object.freeze(Object.assign(call, { parameters, returns }));
}
