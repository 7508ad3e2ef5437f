(* SPDX-License-Identifier: MIT *)

(* What is not passed to the functions. Much of it OCaml itself refuses; what is left is
   whether a function is of the type that the manifest tells. *)

open Ctypes
open Vera_memory
open Vera_memory.Module
open Functions

let invalid = Support.invalid

let test_count () =
  invalid [ "allocate takes 1 argument"; "not 2" ] (fun () ->
      get memory "allocate" (i64 @-> i64 @-> returning ptr));
  invalid [ "allocate takes 1 argument"; "not 0" ] (fun () ->
      get memory "allocate" (void @-> returning ptr));
  invalid [ "free takes 2 arguments"; "not 1" ] (fun () ->
      get memory "free" (ptr @-> returning void))

let test_types () =
  invalid [ "allocate: 'size' is i64, not f64" ] (fun () ->
      get memory "allocate" (f64 @-> returning ptr));
  invalid [ "allocate: 'size' is i64, not bool" ] (fun () ->
      get memory "allocate" (bool @-> returning ptr));
  invalid [ "allocate: 'size' is i64, not u64" ] (fun () ->
      get memory "allocate" (u64 @-> returning ptr));
  invalid [ "free: 'addr' is ptr, not i64" ] (fun () ->
      get memory "free" (i64 @-> i64 @-> returning void));
  invalid [ "set_memory: 'value' is i8, not i16" ] (fun () ->
      get memory "set_memory" (ptr @-> i16 @-> i64 @-> returning void));
  invalid [ "free: the result is void, not i64" ] (fun () ->
      get memory "free" (ptr @-> i64 @-> returning i64))

let test_ranges () =
  let each value = invalid [ "set_memory: 'value' " ] (fun () -> set_memory null value 0L) in
  List.iter each [ 128; -129; 255; max_int; min_int ];
  invalid [ "zero_memory: 'count' " ] (fun () -> zero_memory null (-1L));
  invalid [ "copy_memory: 'count' " ] (fun () -> copy_memory null null (-1L))

let test_nulls () =
  with_text "x" (fun pointer ->
      invalid [ "copy_memory: 'dest' " ] (fun () -> copy_memory null pointer 1L);
      invalid [ "copy_memory: 'src' " ] (fun () -> copy_memory pointer null 1L);
      invalid [ "set_memory: 'dest' " ] (fun () -> set_memory null 0 1L);
      invalid [ "zero_memory: 'dest' " ] (fun () -> zero_memory null 1L))

let test_overlaps () =
  let words = [ "copy_memory: 'dest' and 'src' must not overlap" ] in
  with_text "01234567" (fun pointer ->
      invalid words (fun () -> copy_memory (Support.after pointer 3) pointer 4L);
      invalid words (fun () -> copy_memory pointer (Support.after pointer 3) 4L);
      copy_memory (Support.after pointer 4) pointer 4L;
      copy_memory pointer (Support.after pointer 4) 4L)

let tests =
  Support.
    [
      case "count of arguments" test_count;
      case "types" test_types;
      case "ranges" test_ranges;
      case "null arguments" test_nulls;
      case "overlaps" test_overlaps;
    ]
