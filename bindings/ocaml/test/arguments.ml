(* SPDX-License-Identifier: MIT *)

(* Arguments that are refused. OCaml itself refuses many of them. What is left is whether a
   function has the type that the manifest gives, and values out of range. *)

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

(* Types of VERA that no function of the module has yet, with a function that returns its
   argument. *)

let echo (type a) kind typ (native : a Ctypes.typ) =
  let module Echo = (val Foreign.dynamic_funptr Ctypes.(native @-> returning native)) in
  (* A closure of its own for each type: Ctypes confuses the types of a shared one. *)
  let same value =
    ignore (Sys.opaque_identity kind);
    value
  in
  let at = coerce Echo.t (Ctypes.ptr Ctypes.void) (Echo.of_fun same) in
  let parameter : Vera_memory__Manifest.parameter =
    {
      name = "in";
      kind;
      reads = None;
      writes = None;
      nonnull = None;
      disjoint = None;
      consumes = None;
    }
  in
  let func : Vera_memory__Manifest.func =
    {
      name = "echo";
      symbol = "echo";
      node = "ECHO_1.0";
      parameters = [ parameter ];
      result = kind;
      owned = None;
    }
  in
  let fn = typ @-> returning typ in
  Vera_memory__Signature.check func fn;
  Vera_memory__Signature.bind func fn (raw_address_of_ptr at)

let test_type kind typ native good bad () =
  let f = echo kind typ native in
  List.iter (fun value -> Alcotest.(check bool) kind true (f value = value)) good;
  List.iter (fun value -> invalid [ "echo: 'in' " ] (fun () -> f value)) bad

let test_other_types () =
  test_type "i8" i8 int8_t [ -128; 127 ] [ -129; 128 ] ();
  test_type "u8" u8 uint8_t [ 0; 255 ] [ -1; 256 ] ();
  test_type "i16" i16 int16_t [ -32768; 32767 ] [ -32769; 32768 ] ();
  test_type "u16" u16 uint16_t [ 0; 65535 ] [ -1; 65536 ] ();
  test_type "i32" i32 int32_t [ -0x8000_0000; 0x7fff_ffff ] [ -0x8000_0001; 0x8000_0000 ] ();
  test_type "u32" u32 uint32_t [ 0; 0xffff_ffff ] [ -1; 0x1_0000_0000 ] ();
  test_type "i64" i64 int64_t [ Int64.min_int; Int64.max_int ] [] ();
  test_type "u64" u64 uint64_t [ Unsigned.UInt64.zero; Unsigned.UInt64.max_int ] [] ();
  test_type "f32" f32 float [ 0.5; -2. ] [] ();
  test_type "f64" f64 double [ 0.1; -2. ] [] ();
  test_type "bool" bool Ctypes.bool [ true; false ] [] ()

let tests =
  Support.
    [
      case "count of arguments" test_count;
      case "types" test_types;
      case "ranges" test_ranges;
      case "null arguments" test_nulls;
      case "overlaps" test_overlaps;
      case "other types" test_other_types;
    ]
