(* SPDX-License-Identifier: MIT *)

(* Blocks. *)

open Vera_memory
open Support

let text block = Support.text (Block.address block) (Block.size block)

(* The library's check mode reports each misuse at once, such as a free with another size, and
   lists at exit what was not freed. *)
let checked = run_program "VERA_MEMORY_MODE=check"

let clean program () =
  Alcotest.(check (pair string bool)) program ("", true) (checked program)

let test_oracle () =
  let leak program =
    Alcotest.(check bool) program true (contains (fst (checked program)) "leak: 1 block,")
  in
  leak "leak";
  leak "leak of a block";
  Alcotest.(check bool) "wrong size" false (snd (checked "wrong size"))

let test_scope () =
  let kept = Block.with_block 8 Fun.id in
  invalid [ "Block.address"; "freed" ] (fun () -> Block.address kept);
  Alcotest.(check int) "result" 5 (Block.with_block 8 (fun _ -> 5));
  Block.with_block 8 Block.free

let test_second_free () =
  let block = Block.create 8 in
  Block.free block;
  invalid [ "Block.free"; "freed" ] (fun () -> Block.free block)

let test_copy_by_marshal () =
  Block.with_block 8 (fun block ->
      invalid [ "functional value" ] (fun () -> ignore (Marshal.to_string block [])))

let test_use_after_free () =
  let other = Block.create 8 and block = Block.create 8 in
  Block.free block;
  invalid [ "Block.address"; "freed" ] (fun () -> ignore (Block.address block));
  invalid [ "Block.bytes"; "freed" ] (fun () -> ignore (Block.bytes block));
  invalid [ "Block.fill"; "freed" ] (fun () -> Block.fill block 0 1 'x');
  invalid [ "Block.zero"; "freed" ] (fun () -> Block.zero block 0 0);
  invalid [ "Block.blit"; "freed" ] (fun () -> Block.blit block 0 other 0 1);
  invalid [ "Block.blit"; "freed" ] (fun () -> Block.blit other 0 block 0 1)

let kept program () =
  let printed, _ = checked program in
  let kept = String.length printed > 3 && String.sub printed 0 3 = "xx\n" in
  Alcotest.(check bool) printed true kept

let test_sizes () =
  let each size align =
    Block.with_block ~align size (fun block ->
        let address = Ctypes.raw_address_of_ptr (Block.address block) in
        Alcotest.(check (list int))
          (Printf.sprintf "%d, %d" size align)
          [ size; align; size; 0 ]
          [
            Block.size block;
            Block.align block;
            Bigarray.Array1.dim (Block.bytes block);
            Nativeint.(to_int (rem address (of_int align)));
          ])
  in
  List.iter (fun size -> List.iter (each size) [ 1; 8; 64; 4096 ]) [ 0; 1; 100; 100_000 ]

let test_null () =
  invalid [ "Block.create: 'size' " ] (fun () -> Block.create (-1));
  let each align = invalid [ "Block.create: 'align' " ] (fun () -> Block.create ~align 8) in
  List.iter each [ 0; -8; 3 ];
  (* 2^62 is not an int. *)
  let create () = ignore (Block.create max_int) in
  Alcotest.check_raises "missing memory" Out_of_memory create

let test_bounds () =
  let block = Block.create 16 and other = Block.create 32 in
  let bytes = Block.bytes block in
  let outside index =
    invalid [ "index out of bounds" ] (fun () -> ignore bytes.{index});
    invalid [ "index out of bounds" ] (fun () -> bytes.{index} <- 'x')
  in
  List.iter outside [ -1; 16 ];
  let range (pos, len) =
    let is_pos = pos < 0 || pos > 16 in
    let refused who pos_name f =
      let parameter = if is_pos then pos_name else "len" in
      let value = if is_pos then pos else len in
      let words = Printf.sprintf "Block.%s: '%s' must be from 0 to " who parameter in
      invalid [ words; Printf.sprintf ", not %d" value ] f
    in
    refused "bytes" "pos" (fun () -> ignore (Block.bytes ~pos ~len block));
    refused "fill" "pos" (fun () -> Block.fill block pos len 'x');
    refused "zero" "pos" (fun () -> Block.zero block pos len);
    refused "blit" "source_pos" (fun () -> Block.blit block pos other 0 len);
    refused "blit" "target_pos" (fun () -> Block.blit other 0 block pos len)
  in
  List.iter range [ (-1, 1); (16, 1); (17, 0); (15, 2); (0, 17); (0, -1); (1, max_int) ];
  invalid [ "Block.bytes: " ] (fun () -> ignore (Block.bytes ~pos:17 block));
  let message = "Block.blit: 'source' and 'target' must not overlap" in
  invalid [ message ] (fun () -> Block.blit block 0 block 1 8);
  invalid [ message ] (fun () -> Block.blit block 8 block 1 8);
  Block.blit block 1 block 1 8;
  Block.fill block 16 0 'x';
  Block.blit block 16 other 32 0

let test_buffer () =
  Block.with_block 8 (fun block ->
      Block.zero block 0 8;
      let bytes = Block.bytes block and part = Block.bytes ~pos:2 ~len:3 block in
      bytes.{3} <- 'a';
      Alcotest.(check string) "written" "\000\000\000a\000\000\000\000" (text block);
      Block.fill block 4 1 'b';
      Alcotest.(check char) "read" 'b' bytes.{4};
      Alcotest.(check (list char)) "part" [ '\000'; 'a'; 'b' ] [ part.{0}; part.{1}; part.{2} ];
      Alcotest.(check int) "length of the part" 3 (Bigarray.Array1.dim part))

let test_fill () =
  Block.with_block 8 (fun block ->
      Block.fill block 0 8 '\xff';
      Block.fill block 1 2 '\x7f';
      Block.fill block 7 1 '\x80';
      Block.zero block 3 2;
      Alcotest.(check string) "filled" "\xff\x7f\x7f\000\000\xff\xff\x80" (text block);
      Block.blit block 5 block 0 3;
      Alcotest.(check string) "copied" "\xff\xff\x80\000\000\xff\xff\x80" (text block))

let test_round_trip () =
  let size = 1 lsl 20 in
  let content = String.init size (fun at -> Char.chr (at * 7 mod 251)) in
  let one = Block.create size and other = Block.create size in
  let bytes = Block.bytes one in
  String.iteri (fun at byte -> bytes.{at} <- byte) content;
  Block.zero other 0 size;
  Block.blit one 0 other 0 size;
  Alcotest.(check bool) "the same" true (text other = content)

(* The resident memory of the process in bytes. *)
let resident () =
  Scanf.sscanf (fst (output (Printf.sprintf "cat /proc/%d/statm" (Unix.getpid ())))) "%d %d"
    (fun _ pages -> pages * 4096)

let growth count use =
  for _ = 1 to count / 100 do
    use ()
  done;
  Gc.compact ();
  let before = resident () in
  for _ = 1 to count do
    use ()
  done;
  resident () - before

let test_growth () =
  let use () = Block.with_block 1000 (fun block -> Block.zero block 0 1000) in
  let grown = growth 100_000 use in
  Alcotest.(check bool) (string_of_int grown) true (grown < 1 lsl 20)

(* If nothing called the collector, this would be 1 GiB. *)
let test_growth_of_bytes () =
  let size = 1 lsl 20 in
  let use () =
    Block.with_block size (fun block -> Bigarray.Array1.fill (Block.bytes block) 'x')
  in
  let grown = growth 1000 use in
  Alcotest.(check bool) (string_of_int grown) true (grown < 256 * size)

(* Runs [work 0] and [work 1] at once. *)
let both work =
  let results = [| None; None |] and started = Atomic.make 0 in
  let run number =
    Atomic.incr started;
    while Atomic.get started < 2 do
      Thread.yield ()
    done;
    results.(number) <- Some (work number)
  in
  List.iter Thread.join (List.map (Thread.create run) [ 0; 1 ]);
  Array.map Option.get results

let test_threads () =
  let allocate number =
    List.init 2000 (fun size ->
        Functions.(free (allocate (Int64.of_int size)) (Int64.of_int size));
        let block = Block.create size in
        Block.fill block 0 size (Char.chr number);
        if size mod 100 = 0 then Thread.yield ();
        block)
  in
  let kept = both allocate in
  let free_others number =
    let other = 1 - number in
    let is_full block = text block = String.make (Block.size block) (Char.chr other) in
    let full = List.for_all is_full kept.(other) in
    List.iter Block.free kept.(other);
    full
  in
  Alcotest.(check (array bool)) "all" [| true; true |] (both free_others)

let test_race () =
  let blocks = List.init 5000 (fun _ -> Block.create 64) in
  let free_all _ =
    let freed block =
      match Block.free block with
      | () ->
          Thread.yield ();
          1
      | exception Invalid_argument _ -> 0
    in
    List.fold_left (fun count block -> count + freed block) 0 blocks
  in
  let counts = both free_all in
  Alcotest.(check int) "freed" 5000 (counts.(0) + counts.(1))

let tests =
  [
    case "oracle" test_oracle;
    case "ownership: scope" (clean "scope");
    case "ownership: exception" (clean "exception");
    case "ownership: free" (clean "free");
    case "ownership: collector" (clean "collected");
    case "ownership: collector, bytes" (clean "collected bytes");
    case "ownership: after the scope" test_scope;
    case "second free" test_second_free;
    case "second free: of a copy" test_copy_by_marshal;
    case "use after free" test_use_after_free;
    case "use after free: bytes" (kept "kept bytes");
    case "use after free: a part" (kept "kept part");
    case "free after an error" (clean "after an error");
    case "same size" (clean "same size");
    case "sizes" test_sizes;
    case "null" test_null;
    case "bounds" test_bounds;
    case "buffer" test_buffer;
    case "fill, zero and blit" test_fill;
    case "round trip" test_round_trip;
    case_if (Sys.file_exists "/proc/self/statm") "no growth" test_growth;
    case_if (Sys.file_exists "/proc/self/statm") "no growth: bytes" test_growth_of_bytes;
    case "threads" test_threads;
    case "threads: one frees" test_race;
  ]
