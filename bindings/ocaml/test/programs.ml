(* SPDX-License-Identifier: MIT *)

(* Programs that tests run to see what they print and how they end. *)

open Vera_memory
open Module

let collect () =
  Gc.full_major ();
  Gc.full_major ()

let sizes = [ 0; 1; 7; 8; 100; 4096; 100_000 ]
let aligns = [ 1; 2; 8; 16; 64; 4096 ]
let zero_all block = Block.(zero block 0 (size block))

let same_size () =
  let use size align =
    Block.free (Block.create ~align size);
    Block.free (Block.create size);
    Block.with_block ~align size zero_all;
    ignore (Block.create ~align size)
  in
  List.iter (fun size -> List.iter (use size) aligns) sizes;
  collect ()

let raises () = try Block.with_block 100 (fun _ -> raise Exit) with Exit -> ()

let collected () =
  for size = 1 to 100 do
    zero_all (Block.create size)
  done;
  collect ()

let collected_bytes () =
  for size = 1 to 100 do
    Bigarray.Array1.fill (Block.bytes (Block.create size)) 'x';
    Block.with_block size (fun block -> Bigarray.Array1.fill (Block.bytes block) 'x')
  done;
  collect ()

(* Freed memory is inaccessible in check mode. *)
let kept_bytes () =
  let bytes = Block.with_block 3 (fun block -> Block.bytes ~pos:1 block) in
  collect ();
  Bigarray.Array1.fill bytes 'x';
  collect ();
  Printf.printf "%c%c\n%!" bytes.{0} bytes.{1}

let kept_part () =
  let part = Block.bytes ~pos:1 ~len:2 (Block.create 3) in
  collect ();
  Bigarray.Array1.fill part 'x';
  Printf.printf "%c%c\n%!" part.{0} part.{1}

let after_error () =
  let block = Block.create 8 in
  (try Block.blit block 0 block 1 4 with Invalid_argument _ -> ());
  Block.free block

let allocate = get memory "allocate" (i64 @-> returning ptr)
let free = get memory "free" (ptr @-> i64 @-> returning void)

let newer () =
  let compare = get memory "compare_memory" (ptr @-> ptr @-> i64 @-> returning i64) in
  let one = Block.create 8 and other = Block.create 8 in
  Block.fill one 0 8 'x';
  Block.fill other 0 8 'x';
  (Block.bytes other).{5} <- 'y';
  Printf.printf "%Ld\n" (compare (Block.address one) (Block.address other) 8L);
  try ignore (compare Ctypes.null Ctypes.null 1L)
  with Invalid_argument message -> print_string message

let kept = ref None

let all =
  [
    ("leak", fun () -> ignore (allocate 100L));
    ("leak of a block", fun () -> kept := Some (Block.create 100));
    ("wrong size", fun () -> free (allocate 100L) 99L);
    ("scope", fun () -> Block.with_block 100 zero_all);
    ("exception", raises);
    ("free", fun () -> Block.free (Block.create 100));
    ("collected", collected);
    ("collected bytes", collected_bytes);
    ("kept bytes", kept_bytes);
    ("kept part", kept_part);
    ("same size", same_size);
    ("after an error", after_error);
    ("newer", newer);
  ]
