(* SPDX-License-Identifier: MIT *)

(** Blocks: memory that knows its size and alignment, and is given back once.

    Once a block is freed, every use of its bytes through it raises [Invalid_argument]; its size
    and align are still there. Several threads may use, and free, one block. There is but one of
    each, so [Marshal] refuses it; tell blocks apart by [==]. *)

type t

type bytes = (char, Bigarray.int8_unsigned_elt, Bigarray.c_layout) Bigarray.Array1.t

val create : ?align:int -> int -> t
(** [create ~align size] is a block of [size] bytes at a multiple of [align]. It is freed by
    {!free}, or once nothing refers to it and its bytes any more, by the collector.

    @raise Invalid_argument if [size] is negative or [align] no power of two.
    @raise Out_of_memory if there is no such memory. *)

val with_block : ?align:int -> int -> (t -> 'a) -> 'a
(** [with_block ~align size f] is what [f] returns for a block, which is freed then, or when
    [f] raises. *)

val free : t -> unit
(** Gives the memory back. What {!bytes} gave keeps it until that is collected.

    @raise Invalid_argument if the block was freed. *)

val size : t -> int
val align : t -> int

val address : t -> unit Ctypes.ptr
(** Where the bytes are, for functions of {!Vera_memory.memory}. It does not keep them. *)

val bytes : ?pos:int -> ?len:int -> t -> bytes
(** [bytes ~pos ~len block] is [len] bytes of [block] from [pos], in place; all up to the end
    unless told otherwise. They stay for as long as the result is referred to, whatever becomes
    of the block. Take parts of a block in this way, and not by [Bigarray.Array1.sub]: its
    result keeps nothing, as ever when a bigarray is of foreign memory. *)

val blit : t -> int -> t -> int -> int -> unit
(** [blit source source_pos target target_pos len] copies bytes. In one and the same block,
    they must not overlap. *)

val fill : t -> int -> int -> char -> unit
(** [fill block pos len byte] sets bytes. *)

val zero : t -> int -> int -> unit
(** [zero block pos len] sets bytes to 0. *)
