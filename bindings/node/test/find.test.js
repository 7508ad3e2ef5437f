// SPDX-License-Identifier: MIT
// Finding a manifest and a library.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import koffi from 'koffi';
import { load } from 'vera-memory';

const installed = load('memory');
const modules = join('lib', 'vera', 'modules');
let folder;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'vera-')));
});

afterEach(() => {
  delete process.env.VERA_MODULE_PATH;
  rmSync(folder, { recursive: true });
});

function manifest(changes) {
  return JSON.stringify({ ...JSON.parse(readFileSync(installed.manifest, 'utf8')), ...changes });
}

// A tree with a manifest, and with the library where it is looked for.
function tree(name, changes = {}) {
  const path = join(folder, name, modules);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'memory.json'), manifest(changes));
  cpSync(realpathSync(installed.library), resolve(path, '../..', installed.library.split('/').at(-1)));
  return path;
}

test('path', () => {
  const moduledir = execFileSync('pkg-config', ['--variable=moduledir', 'vera_memory'], { encoding: 'utf8' }).trim();
  assert.equal(installed.manifest, realpathSync(join(moduledir, 'memory.json')));
  const [first, second] = [tree('first'), tree('second')];
  process.env.VERA_MODULE_PATH = [join(folder, 'none'), first, second].join(delimiter);
  assert.equal(load('memory').manifest, join(first, 'memory.json'));
});

test('path: folders that depend on the current folder are passed over', () => {
  tree('.');
  const before = process.cwd();
  process.chdir(join(folder, modules));
  try {
    for (const path of ['', '.', delimiter]) {
      process.env.VERA_MODULE_PATH = path;
      assert.equal(load('memory').manifest, installed.manifest);
    }
  } finally {
    process.chdir(before);
  }
});

test('moved', { skip: process.platform !== 'linux' && 'only Linux lists loaded libraries in /proc' }, () => {
  process.env.VERA_MODULE_PATH = tree('moved');
  const { functions, library } = load('memory');
  assert.equal(dirname(library), join(folder, 'moved', 'lib'));
  assert.ok(readFileSync('/proc/self/maps', 'utf8').includes(library));
  functions.free(functions.allocate(8), 8);
});

test('not found', () => {
  const paths = [join(folder, 'one'), join(folder, 'two')];
  process.env.VERA_MODULE_PATH = [...paths, 'relative'].join(delimiter);
  const places = [...paths, dirname(installed.manifest), '/usr/local/lib/vera/modules', '/usr/lib/vera/modules'];
  assert.throws(() => load('absent'), (error) => {
    assert.equal(error.code, 'ENOENT');
    for (const place of places) assert.ok(error.message.includes(join(place, 'absent.json')), place);
    assert.ok(error.message.includes('relative (passed over'));
    return true;
  });
});

test('not found: the library', () => {
  const library = { elf: 'libabsent.so', 'mach-o': 'libabsent.dylib', pe: 'absent.dll' };
  process.env.VERA_MODULE_PATH = tree('alone', { library });
  const name = `${join(folder, 'alone', 'lib')}/`;
  assert.throws(() => load('memory'), (error) => error.code === 'ENOENT' && error.message.includes(name));
});

test('names', () => {
  for (const name of ['../memory', 'Memory', '', 'vera:memory', 'memory\n', '1']) {
    assert.throws(() => load(name), { code: 'ERR_INVALID_ARG_VALUE', message: /load: name/ });
  }
  assert.throws(() => load(null), { code: 'ERR_INVALID_ARG_TYPE', message: /load: name/ });
});

test('format', () => {
  process.env.VERA_MODULE_PATH = tree('later', { format: 2 });
  assert.throws(() => load('memory'), (error) => {
    assert.ok(error.message.startsWith(join(folder, 'later', modules, 'memory.json')));
    assert.match(error.message, /format must be 1, the known format, not 2/);
    return error.code === 'ERR_INVALID_MANIFEST';
  });
  process.env.VERA_MODULE_PATH = tree('more', { colour: { deep: [null] } });
  assert.equal(load('memory').manifest, join(folder, 'more', modules, 'memory.json'));
});

test('format: an unknown type', () => {
  const returns = { type: 'i128' };
  const functions = [{ name: 'big', symbol: 'vera_memory_big', node: 'VERA_MEMORY_1.0', parameters: [], returns }];
  process.env.VERA_MODULE_PATH = tree('types', { functions });
  const message = /functions\[0\]\.returns\.type must be/;
  assert.throws(() => load('memory'), { code: 'ERR_INVALID_MANIFEST', message });
});

// Copies of a manifest, each with one key or element damaged.
function* damaged(whole) {
  const copy = () => (Array.isArray(whole) ? [...whole] : { ...whole });
  for (const [key, value] of Object.entries(whole)) {
    for (const wrong of [null, -1, '?']) {
      yield [`${key} is ${wrong}`, Object.assign(copy(), { [key]: wrong })];
    }
    if (!Array.isArray(whole)) {
      const { [key]: _, ...others } = whole;
      yield [`${key} is missing`, others];
    }
    if (Object(value) !== value) continue;
    for (const [where, changed] of damaged(value)) {
      yield [`${key}.${where}`, Object.assign(copy(), { [key]: changed })];
    }
  }
}

test('damaged', () => {
  const path = tree('damaged');
  const file = join(path, 'memory.json');
  process.env.VERA_MODULE_PATH = path;
  const format = { darwin: 'mach-o', win32: 'pe' }[process.platform] ?? 'elf';
  const attributes = 'const|reads|writes|nonnull|disjoint|consumes|nullable|owned|extends';
  const unneeded = new RegExp(`^prefix|^library\\.(?!${format})|\\.(${attributes}) is missing$`);
  for (const [where, changed] of damaged(JSON.parse(manifest()))) {
    if (unneeded.test(where)) continue;
    writeFileSync(file, JSON.stringify(changed));
    assert.throws(() => load('memory'), (error) => {
      assert.match(error.code ?? '', /^ERR_INVALID_MANIFEST$|^ENOENT$/, `${where}: ${error}`);
      assert.ok(error.message.includes(file), `${where}: ${error}`);
      return true;
    }, where);
  }
  for (const text of ['', '{', 'null', '[]', '"text"']) {
    writeFileSync(file, text);
    assert.throws(() => load('memory'), { code: 'ERR_INVALID_MANIFEST' });
  }
});

test('damaged: another module, a second function of one name, a symbol not in the library', () => {
  const path = tree('other');
  const whole = JSON.parse(manifest());
  process.env.VERA_MODULE_PATH = path;
  const refuses = (changed, message) => {
    writeFileSync(join(path, 'memory.json'), JSON.stringify({ ...whole, ...changed }));
    assert.throws(() => load('memory'), { code: 'ERR_INVALID_MANIFEST', message });
  };
  refuses({ module: 'other' }, /module must be 'memory'/);
  refuses({ functions: [whole.functions[0], whole.functions[0]] }, /functions\[1\]\.name must be a name that/);
  const lost = { ...whole.functions[0], symbol: 'vera_memory_lose' };
  refuses({ functions: [lost] }, /memory\.json: .* has no vera_memory_lose/);
});

test('newer', { skip: !process.env.newer_modules && 'newer_modules is not set' }, () => {
  process.env.VERA_MODULE_PATH = process.env.newer_modules;
  const { allocate, compare_memory, free, set_memory } = load('memory').functions;
  const [left, right] = [allocate(16), allocate(16)];
  set_memory(left, 1, 16);
  set_memory(right, 1, 16);
  set_memory(right + 11n, 2, 1);
  assert.equal(compare_memory(left, right, 16), 11);
  assert.equal(koffi.decode(right + 11n, 'int8_t'), 2);
  assert.throws(() => compare_memory(left, null, 1), {
    code: 'ERR_INVALID_ARG_VALUE',
    message: /compare_memory: right/,
  });
  free(left, 16);
  free(right, 16);
});
