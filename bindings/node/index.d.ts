/// <reference types="node" />
// SPDX-License-Identifier: MIT

import type { Memory } from './lib/memory.js';

/** A number of bytes, or the name of the parameter that has it. */
export type Amount = number | string;

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly const?: true;
  readonly reads?: Amount;
  readonly writes?: Amount;
  readonly nonnull?: Amount;
  readonly disjoint?: string;
  readonly consumes?: { readonly size: Amount; readonly align: Amount };
}

export interface Result {
  readonly type: string;
  readonly const?: true;
  readonly nullable?: true;
  readonly owned?: { readonly size: Amount; readonly align: Amount };
}

/**
 * A function of the library. Integers are numbers up to 2^53, or BigInts; an address is a BigInt or
 * null. A wrong argument is a TypeError or a RangeError that names the function and the parameter.
 */
export type NativeFunction<F = (...values: any[]) => any> = F & {
  /** The manifest's description of the parameters and the result. */
  readonly parameters: readonly Parameter[];
  readonly returns: Result;
};

/** The functions of `vera:memory` under their VERA names. */
export const memory: Memory;

export interface Module {
  /** The file that describes the module. */
  readonly manifest: string;
  /** The library's file, or the name by which the system's loader found it. */
  readonly library: string;
  /** The least alignment of a block, in bytes. */
  readonly align: number;
  readonly functions: Readonly<Record<string, NativeFunction>>;
}

/**
 * Opens the module `name`. Its manifest, `name.json`, is looked for in the folders of
 * `VERA_MODULE_PATH`, then in the folder that pkg-config reported when this package was built, then
 * in `/usr/local/lib/vera/modules` and `/usr/lib/vera/modules`.
 */
export function load(name: string): Module;

/**
 * A block of memory that is freed with the size and the alignment that it was allocated with: by
 * `free`, at the end of the scope of a `using` declaration, or by the garbage collector. The
 * collector is the last resort: it does not know how much memory a small object stands for, and it
 * does not run at the end of a worker thread.
 */
export class Block {
  /**
   * Allocates `size` bytes of unspecified content at a multiple of `align`, a power of two
   * (default 8). Other options are refused.
   * @throws an Error with the code ERR_MEMORY_ALLOCATION_FAILED if there is not that much memory
   */
  constructor(size: number | bigint, options?: { align?: number | bigint });

  readonly address: bigint;
  readonly size: number;
  readonly align: number;

  /**
   * Whether the block was freed. Every other use of a freed block throws an Error with the code
   * ERR_INVALID_STATE.
   */
  readonly freed: boolean;

  /**
   * The block's bytes, not a copy. After `free` they are empty. Node before 21 cannot empty them;
   * there, their memory is freed once they are collected. Do not transfer their ArrayBuffer.
   */
  readonly bytes: Buffer;

  /** Sets the bytes from `start` up to `end` to `value`, from -128 to 255. */
  fill(value: number, start?: number, end?: number): this;

  /** Sets the bytes from `start` up to `end` to 0. */
  zero(start?: number, end?: number): this;

  /** Copies the bytes from `start` up to `end` to another block. Returns their number. */
  copy(target: Block, targetStart?: number, start?: number, end?: number): number;

  /** Frees the memory. */
  free(): void;

  /** Frees the memory, unless it was freed. */
  [Symbol.dispose](): void;
}
