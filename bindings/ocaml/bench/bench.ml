(* SPDX-License-Identifier: MIT *)

(* The cost of a call: prints the nanoseconds of a pair of allocate and free, and of a block in
   [with_block]. *)

open Vera_memory

let allocate = Module.(get memory "allocate" (i64 @-> returning ptr))
let free = Module.(get memory "free" (ptr @-> i64 @-> returning void))
let pair () = free (allocate 64L) 64L
let block () = Block.with_block 64 ignore

let once work =
  let count = 100_000 in
  let start = Unix.gettimeofday () in
  for _ = 1 to count do
    work ()
  done;
  (Unix.gettimeofday () -. start) /. float_of_int count *. 1e9

let best work = List.fold_left min infinity (List.init 5 (fun _ -> once work))
let () = Printf.printf "%.0f %.0f\n" (best pair) (best block)
