// SPDX-License-Identifier: MIT
// Checks a whole manifest before anything is made from it. The error names the key, as in
// functions[2].parameters[0].reads.

import { badManifest } from './errors.js';
import { isPowerOfTwo, results, types } from './types.js';

const known = 1;

function expect(holds, key, what) {
  if (!holds) throw badManifest(`${key} must be ${what}`);
}

function isText(value) {
  return typeof value === 'string' && value !== '';
}

// Whether it is a valid name in VERA.
export function isName(value) {
  return typeof value === 'string' && /^[a-z][a-z0-9_]*$/.test(value);
}

// A file name that is not a path on any system: a manifest does not say where its library is.
function isFile(value) {
  return typeof value === 'string' && !/^\.{0,2}$|[/\\:]/.test(value);
}

function isType(value, among) {
  return typeof value === 'string' && Object.hasOwn(among, value);
}

// The names in a list of objects. Each must differ from the others.
function namesOf(list, key, accepts) {
  expect(Array.isArray(list), key, 'a list');
  const names = list.map((element) => element?.name);
  names.forEach((name, i) => {
    expect(accepts(name), `${key}[${i}].name`, 'a name');
    expect(names.indexOf(name) === i, `${key}[${i}].name`, 'a name that is not yet used');
  });
  return names;
}

function checkFlag(value, key) {
  expect(typeof value === 'boolean', key, 'true or false');
}

function checkAmount(value, key, typeOf) {
  const named = typeof value === 'string' && /^[iu]\d/.test(typeOf.get(value));
  const fits = named || (Number.isSafeInteger(value) && value >= 0);
  expect(fits, key, 'a number that is not negative, or an integer parameter');
}

function checkBlock(value, key, typeOf) {
  checkAmount(value?.size, `${key}.size`, typeOf);
  checkAmount(value?.align, `${key}.align`, typeOf);
  const aligns = typeof value.align === 'string' || isPowerOfTwo(value.align);
  expect(aligns, `${key}.align`, 'a parameter or a power of two');
}

function checkOther(value, key, typeOf, { name }) {
  expect(value !== name && typeOf.get(value) === 'ptr', key, 'another parameter that is a ptr');
}

const ofParameters = {
  const: checkFlag,
  reads: checkAmount,
  writes: checkAmount,
  nonnull: checkAmount,
  disjoint: checkOther,
  consumes: checkBlock,
};
const ofResults = { const: checkFlag, nullable: checkFlag, owned: checkBlock };

function checkAttributes(described, kinds, key, typeOf) {
  for (const [attribute, check] of Object.entries(kinds)) {
    if (!Object.hasOwn(described, attribute)) continue;
    expect(described.type === 'ptr', `${key}.${attribute}`, 'an attribute of a ptr');
    check(described[attribute], `${key}.${attribute}`, typeOf, described);
  }
}

function checkFunction({ symbol, node, parameters, returns }, key, nodes) {
  expect(isText(symbol), `${key}.symbol`, 'a name');
  expect(nodes.includes(node), `${key}.node`, 'the name of a node');
  namesOf(parameters, `${key}.parameters`, isName);
  parameters.forEach(({ type }, i) => {
    expect(isType(type, types), `${key}.parameters[${i}].type`, 'a known type for parameters');
  });
  expect(isType(returns?.type, results), `${key}.returns.type`, 'a known type');
  const typeOf = new Map(parameters.map(({ name, type }) => [name, type]));
  parameters.forEach((parameter, i) => checkAttributes(parameter, ofParameters, `${key}.parameters[${i}]`, typeOf));
  checkAttributes(returns, ofResults, `${key}.returns`, typeOf);
}

// `format` is the format of the system's libraries.
export function checkManifest(path, manifest, module, format) {
  const at = (key) => `${path}: ${key}`;
  // Before anything else: another format may have changed the rest.
  expect(Number.isInteger(manifest?.format), at('format'), 'a number');
  if (manifest.format !== known) {
    throw badManifest(`${path}: format must be ${known}, the known format, not ${manifest.format}`);
  }
  expect(manifest.module === module, at('module'), `'${module}'`);
  expect(isFile(manifest.library?.[format]), at(`library.${format}`), 'the name of a file');
  expect(isPowerOfTwo(manifest.align), at('align'), 'a power of two');
  const nodes = namesOf(manifest.nodes, at('nodes'), isText);
  manifest.nodes.forEach((node, i) => {
    const isEarlier = nodes.slice(0, i).includes(node.extends);
    expect(isEarlier || !Object.hasOwn(node, 'extends'), at(`nodes[${i}].extends`), 'an earlier node');
  });
  namesOf(manifest.functions, at('functions'), isName);
  manifest.functions.forEach((description, i) => checkFunction(description, at(`functions[${i}]`), nodes));
}
