(* SPDX-License-Identifier: MIT *)

(* A block's memory may still be in use when the block is freed: by a call in another thread, or
   by a bigarray, from which it cannot be taken away. So memory counts its holders, and the last
   one to release it frees it.

   [free] is a closure, because [Marshal] refuses closures: two copies of a block would both free
   the same memory. *)

type memory = {
  pointer : unit Ctypes.ptr;
  size : int;
  holders : int Atomic.t;
  free : unit -> unit;
}

type t = { size : int; align : int; memory : memory option Atomic.t }
type bytes = (char, Bigarray.int8_unsigned_elt, Bigarray.c_layout) Bigarray.Array1.t

(* Adds a holder. Returns false if the memory was freed. *)
let rec hold memory =
  let count = Atomic.get memory.holders in
  count > 0 && (Atomic.compare_and_set memory.holders count (count + 1) || hold memory)

let release memory = if Atomic.fetch_and_add memory.holders (-1) = 1 then memory.free ()

(* Memory. *)

let is_power_of_two number = number > 0 && number land (number - 1) = 0

let check_arguments size align =
  if size < 0 then Error.invalid "Block.create: 'size' must be 0 or more, not %d" size;
  if not (is_power_of_two align) then
    Error.invalid "Block.create: 'align' must be a power of two, not %d" align

(* If there is no memory, the collector may free some. *)
let own ~size ~align =
  let pointer = Memory.own ~size ~align in
  if not (Ctypes.is_null pointer) then pointer
  else (
    Gc.full_major ();
    Memory.own ~size ~align)

let allocate size align =
  check_arguments size align;
  let pointer = own ~size ~align in
  if Ctypes.is_null pointer then raise Out_of_memory;
  let free () = Memory.consume pointer ~size ~align in
  let memory = { pointer; size; holders = Atomic.make 1; free } in
  { size; align; memory = Atomic.make (Some memory) }

(* The bytes of freed blocks that bigarrays still hold. The collector sees only small objects, so
   it is called when there are many bytes. *)
let waiting = Atomic.make 0
let much = 1 lsl 26

let wait_for size =
  if Atomic.fetch_and_add waiting size + size > much then (
    Atomic.set waiting 0;
    Gc.full_major ())

(* Returns whether this call frees the block. If two threads call it at once, only one gets the
   memory. *)
let free_unless_freed memory =
  match Atomic.exchange memory None with
  | None -> false
  | Some memory ->
      release memory;
      if Atomic.get memory.holders > 0 then wait_for memory.size;
      true

(* Blocks. *)

let size (block : t) = block.size
let align (block : t) = block.align
let freed who = Error.invalid "Block.%s: the block was freed" who

let create ?(align = Memory.align) size =
  let block = allocate size align in
  let memory = block.memory in
  Gc.finalise_last (fun () -> ignore (free_unless_freed memory)) block;
  block

let free block = if not (free_unless_freed block.memory) then freed "free"

(* The block needs no finaliser: it is always freed here. *)
let with_block ?(align = Memory.align) size f =
  let block = allocate size align in
  Fun.protect
    (fun () -> f block)
    ~finally:(fun () -> ignore (free_unless_freed block.memory))

let hold_memory who block =
  match Atomic.get block.memory with
  | Some memory when hold memory -> memory
  | _ -> freed who

let address block =
  match Atomic.get block.memory with
  | Some memory -> memory.pointer
  | None -> freed "address"

(* Bytes. *)

let check_range ?(pos_name = "pos") who block pos len =
  if pos < 0 || pos > block.size then
    Error.invalid "Block.%s: '%s' must be from 0 to %d, not %d" who pos_name block.size pos;
  if len < 0 || len > block.size - pos then
    Error.invalid "Block.%s: 'len' must be from 0 to %d, not %d" who (block.size - pos) len

let offset memory pos =
  Ctypes.(to_voidp (from_voidp char memory.pointer +@ pos))

(* Calls [f] with the address of a part of a block, whose memory stays until [f] returns. *)
let with_part ?pos_name who block pos len f =
  check_range ?pos_name who block pos len;
  let memory = hold_memory who block in
  Fun.protect
    (fun () -> f (offset memory pos))
    ~finally:(fun () -> release memory)

let bytes ?(pos = 0) ?len block =
  let len = Option.value len ~default:(block.size - pos) in
  check_range "bytes" block pos len;
  let memory = hold_memory "bytes" block in
  let start = Ctypes.(from_voidp char (offset memory pos)) in
  let bytes = Ctypes.(bigarray_of_ptr array1 len Bigarray.char start) in
  Gc.finalise_last (fun () -> release memory) bytes;
  bytes

let check_apart source source_pos target target_pos len =
  let distance = abs (source_pos - target_pos) in
  if source == target && distance > 0 && distance < len then
    Error.invalid "Block.blit: 'source' and 'target' must not overlap"

let blit source source_pos target target_pos len =
  with_part ~pos_name:"target_pos" "blit" target target_pos len (fun destination ->
      with_part ~pos_name:"source_pos" "blit" source source_pos len (fun origin ->
          check_apart source source_pos target target_pos len;
          Memory.copy destination origin (Int64.of_int len)))

let signed char = ((Char.code char + 128) land 255) - 128

let fill block pos len char =
  with_part "fill" block pos len (fun start -> Memory.set start (signed char) (Int64.of_int len))

let zero block pos len =
  with_part "zero" block pos len (fun start -> Memory.zero start (Int64.of_int len))
