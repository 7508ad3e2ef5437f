// SPDX-License-Identifier: MIT
// Raw heap memory: the functions of vera:memory, and blocks that own their memory.

export { Block } from './lib/block.js';
export { load, memory } from './lib/module.js';
