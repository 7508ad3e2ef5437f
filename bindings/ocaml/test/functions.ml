(* SPDX-License-Identifier: MIT *)

(* The functions, by their VERA names. *)

open Ctypes
open Vera_memory
open Support

let allocate = Module.(get memory "allocate" (i64 @-> returning ptr))
let allocate_aligned = Module.(get memory "allocate_aligned" (i64 @-> i64 @-> returning ptr))
let free = Module.(get memory "free" (ptr @-> i64 @-> returning void))
let free_aligned = Module.(get memory "free_aligned" (ptr @-> i64 @-> i64 @-> returning void))
let copy_memory = Module.(get memory "copy_memory" (ptr @-> ptr @-> i64 @-> returning void))
let set_memory = Module.(get memory "set_memory" (ptr @-> i8 @-> i64 @-> returning void))
let zero_memory = Module.(get memory "zero_memory" (ptr @-> i64 @-> returning void))
let is_aligned pointer align = Nativeint.rem (raw_address_of_ptr pointer) align = 0n

let writable pointer size =
  let wanted = String.make size '\xA5' in
  write pointer wanted;
  text pointer size = wanted

let test_functions () =
  let open Yojson.Basic in
  let described = Util.(member "functions" (from_file (Module.manifest memory)) |> to_list) in
  let name json = Util.(to_string (member "name" json)) in
  Alcotest.(check (list string))
    "names" (List.map name described)
    (List.map fst (Module.functions memory));
  Alcotest.(check string)
    "declaration" "set_memory(dest: ptr, value: i8, count: i64)"
    (List.assoc "set_memory" (Module.functions memory));
  invalid [ "Module.get"; "malloc" ] (fun () ->
      Module.(get memory "malloc" (i64 @-> returning ptr)) 1L)

let test_allocate () =
  let each size =
    let pointer = allocate (Int64.of_int size) in
    let good = is_aligned pointer 8n && writable pointer size in
    Alcotest.(check bool) (string_of_int size) true good;
    free pointer (Int64.of_int size)
  in
  List.iter each [ 0; 1; 8; 100; 100_000 ]

let test_allocate_aligned () =
  for power = 0 to 12 do
    let align = 1 lsl power in
    let pointer = allocate_aligned 100L (Int64.of_int align) in
    Alcotest.(check bool)
      (string_of_int align) true
      (is_aligned pointer (Nativeint.of_int align) && writable pointer 100);
    free_aligned pointer 100L (Int64.of_int align)
  done

let with_text content f =
  let size = Int64.of_int (String.length content) in
  let pointer = allocate size in
  write pointer content;
  f pointer;
  free pointer size

let test_copy () =
  with_text "01234567" (fun pointer ->
      copy_memory (after pointer 4) pointer 3L;
      copy_memory pointer pointer 8L;
      Alcotest.(check string) "copied" "01230127" (text pointer 8));
  copy_memory null null 0L

let test_set () =
  with_text "01234567" (fun pointer ->
      set_memory pointer (-1) 3L;
      set_memory (after pointer 3) (-128) 1L;
      set_memory (after pointer 4) 127 1L;
      Alcotest.(check string) "set" "\xff\xff\xff\x80\x7f567" (text pointer 8));
  set_memory null (-1) 0L

let test_zero () =
  with_text "01234567" (fun pointer ->
      zero_memory pointer 3L;
      Alcotest.(check string) "zero" "\000\000\00034567" (text pointer 8));
  zero_memory null 0L

let test_free_null () =
  free null 100L;
  free_aligned null 100L 64L

let test_null () =
  let each size = Alcotest.(check bool) (Int64.to_string size) true (is_null (allocate size)) in
  List.iter each [ -1L; Int64.shift_left 1L 62; Int64.max_int; Int64.min_int ]

let tests =
  [
    case "functions" test_functions;
    case "allocate" test_allocate;
    case "allocate_aligned" test_allocate_aligned;
    case "copy_memory" test_copy;
    case "set_memory" test_set;
    case "zero_memory" test_zero;
    case "free null" test_free_null;
    case "null" test_null;
  ]
