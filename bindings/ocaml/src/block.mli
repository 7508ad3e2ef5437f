(* SPDX-License-Identifier: MIT *)

(** Blocks: memory that knows its size and alignment, and is freed once.

    Once a block is freed, every use of its bytes through it raises [Invalid_argument]; [size] and
    [align] still work. Several threads may use and free one block. A block cannot be copied, so
    [Marshal] refuses it; compare blocks with [==]. *)

type t

type bytes = (char, Bigarray.int8_unsigned_elt, Bigarray.c_layout) Bigarray.Array1.t

val create : ?align:int -> int -> t
(** [create ~align size] is a block of [size] bytes at a multiple of [align]. {!free} frees it,
    or the collector does, once nothing refers to it or its bytes any more.

    @raise Invalid_argument if [size] is negative or [align] is not a power of two.
    @raise Out_of_memory if there is not that much memory. *)

val with_block : ?align:int -> int -> (t -> 'a) -> 'a
(** [with_block ~align size f] is what [f] returns for a block. The block is freed when [f]
    returns or raises. *)

val free : t -> unit
(** Frees the block. A result of {!bytes} keeps the memory until that is collected.

    @raise Invalid_argument if the block was freed before. *)

val size : t -> int
val align : t -> int

val address : t -> unit Ctypes.ptr
(** The address of the bytes, for functions of {!Vera_memory.memory}. It does not keep them. *)

val bytes : ?pos:int -> ?len:int -> t -> bytes
(** [bytes ~pos ~len block] is [len] bytes of [block] from [pos], in place; by default, all to the
    end. They stay as long as something refers to the result, even if the block is freed. Take
    parts of a block this way, and not with [Bigarray.Array1.sub]: as with all foreign memory, its
    result keeps nothing. *)

val blit : t -> int -> t -> int -> int -> unit
(** [blit source source_pos target target_pos len] copies [len] bytes. If both blocks are the
    same, the two ranges must be equal or not overlap. *)

val fill : t -> int -> int -> char -> unit
(** [fill block pos len byte] sets [len] bytes to [byte]. *)

val zero : t -> int -> int -> unit
(** [zero block pos len] sets [len] bytes to 0. *)
