(* SPDX-License-Identifier: MIT *)

(* Finding a module, and reading its manifest. *)

open Vera_memory
open Support

let ( / ) = Filename.concat
let look_in folders = Unix.putenv "VERA_MODULE_PATH" (String.concat ":" folders)

let rec remove path =
  match (Unix.lstat path).st_kind with
  | S_DIR ->
      Array.iter (fun name -> remove (path / name)) (Sys.readdir path);
      Unix.rmdir path
  | _ -> Unix.unlink path

(* Calls [f] with a new folder. Removes the folder and resets VERA_MODULE_PATH afterwards. *)
let with_folder f =
  let folder = Filename.temp_file "vera-" "" in
  Unix.unlink folder;
  Unix.mkdir folder 0o700;
  Fun.protect
    (fun () -> f (Unix.realpath folder))
    ~finally:(fun () ->
      look_in [];
      remove folder)

let read path =
  let input = open_in_bin path in
  Fun.protect (fun () -> all input) ~finally:(fun () -> close_in input)

let write path text =
  let output = open_out_bin path in
  output_string output text;
  close_out output

let load () = Module.load "memory"
let load_library () = Module.library (load ())

(* Copies a manifest and a library into the folder, laid out as they are installed. *)
let copy_tree folder =
  let modules = folder / "lib" / "vera" / "modules" in
  let make path = Unix.mkdir path 0o700 in
  List.iter make [ folder / "lib"; folder / "lib" / "vera"; modules ];
  let library = Module.library memory in
  write (folder / "lib" / Filename.basename library) (read library);
  write (modules / "memory.json") (read (Module.manifest memory));
  look_in [ modules ];
  modules / "memory.json"

let test_path () =
  with_folder (fun folder ->
      let manifest = copy_tree folder in
      Alcotest.(check string) "first" manifest (Module.manifest (load ()));
      look_in [ "/nowhere"; Filename.dirname manifest ];
      Alcotest.(check string) "second" manifest (Module.manifest (load ()));
      look_in [];
      let moduledir = String.trim (fst (output "pkg-config --variable=moduledir vera_memory")) in
      Alcotest.(check string)
        "installed"
        (Unix.realpath (moduledir / "memory.json"))
        (Module.manifest (load ())))

let test_moved () =
  with_folder (fun folder ->
      let manifest = copy_tree folder in
      let expected = folder / "lib" / Filename.basename (Module.library memory) in
      Alcotest.(check string) "library" expected (load_library ());
      let moved = load () in
      let allocate = Module.(get moved "allocate" (i64 @-> returning ptr)) in
      Module.(get moved "free" (ptr @-> i64 @-> returning void)) (allocate 100L) 100L;
      Unix.mkdir (folder / "links") 0o700;
      Unix.symlink manifest (folder / "links" / "memory.json");
      look_in [ folder / "links" ];
      Alcotest.(check string) "from the manifest's real folder" expected (load_library ()))

let test_not_found () =
  look_in [ "/nowhere"; "relative" ];
  let places =
    [
      "/nowhere/absent.json";
      "relative (passed over";
      "/usr/local/lib/vera/modules/absent.json";
      "/usr/lib/vera/modules/absent.json";
      Filename.dirname (Module.manifest memory) / "absent.json";
    ]
  in
  unusable places (fun () -> Module.load "absent");
  with_folder (fun folder ->
      let here = Sys.getcwd () in
      write (folder / "absent.json") "{}";
      Sys.chdir folder;
      unusable [ "absent was not found" ] (fun () -> Module.load "absent");
      Sys.chdir here)

let test_names () =
  let refuse name = invalid [ "Module.load: 'name' " ] (fun () -> Module.load name) in
  List.iter refuse [ "../memory"; "Memory"; ""; "memory\n"; "1x"; "m-x"; "mémory" ]

(* Checks that a manifest with these values is refused, and that the message contains these words
   and the manifest's path. *)
let refuse_manifest words changes =
  with_folder (fun folder ->
      let changed =
        match Yojson.Basic.from_file (Module.manifest memory) with
        | `Assoc keys ->
            `Assoc (changes @ List.filter (fun (key, _) -> not (List.mem_assoc key changes)) keys)
        | _ -> assert false
      in
      Yojson.Basic.to_file (folder / "memory.json") changed;
      look_in [ folder ];
      unusable ((folder / "memory.json") :: words) load)

let test_format () =
  refuse_manifest [ "'format' must be 1, not 2" ] [ ("format", `Int 2) ];
  refuse_manifest [ "'module' must be \"memory\", not \"other\"" ] [ ("module", `String "other") ];
  let library name =
    `Assoc (List.map (fun format -> (format, `String name)) [ "elf"; "mach-o"; "pe" ])
  in
  List.iter
    (fun name ->
      refuse_manifest [ "must be the name of a file, not" ] [ ("library", library name) ])
    [ "../x.so"; ""; ".." ];
  refuse_manifest [ "no library"; "libnone.so.1"; "by the loader" ]
    [ ("library", library "libnone.so.1") ];
  with_folder (fun folder ->
      let manifest = copy_tree folder in
      let text = read manifest in
      let rest = String.sub text 1 (String.length text - 1) in
      write manifest ("{ \"novelty\": { \"of\": \"later\" }, " ^ rest);
      Alcotest.(check string) "unknown keys" manifest (Module.manifest (load ())))

let replace old by text = String.concat by (Str.split_delim (Str.regexp_string old) text)

(* Keys that are not read on every system, or not yet; and keys that may be missing. *)
let unread = [ "prefix"; "elf"; "mach-o"; "pe" ]

let optional =
  [ "const"; "nullable"; "reads"; "writes"; "nonnull"; "disjoint"; "consumes"; "owned"; "extends" ]

let wrong key =
  let text = if key = "symbol" then [] else [ `String "no name" ] in
  [ `Null; `Int (-1); `Float 0.5; `Assoc [] ] @ text

(* Variants of the value, each with the place of its damage: at every level, each part is missing
   or wrong in turn. *)
let rec damaged place (value : Yojson.Basic.t) =
  let put around parts = List.map (fun (place, part) -> (place, around part)) parts in
  let wrong_at place key = List.map (fun value -> (place, value)) (wrong key) in
  match value with
  | `Assoc fields ->
      let each (key, value) =
        let with_value value =
          `Assoc (List.map (fun (k, v) -> (k, if k = key then value else v)) fields)
        in
        let place = place ^ "." ^ key in
        let without = (place, `Assoc (List.remove_assoc key fields)) in
        (if List.mem key optional then [] else [ without ])
        @ put with_value (wrong_at place key @ damaged place value)
      in
      List.concat_map each (List.filter (fun (key, _) -> not (List.mem key unread)) fields)
  | `List values ->
      let each index value =
        let with_value value =
          `List (List.mapi (fun i v -> if i = index then value else v) values)
        in
        let place = Printf.sprintf "%s[%d]" place index in
        put with_value (wrong_at place "" @ damaged place value)
      in
      List.concat (List.mapi each values)
  | _ -> []

(* Checks that each of these manifests is refused, with the path of the file. The first component
   describes the manifest. *)
let refuse_all texts =
  with_folder (fun folder ->
      let manifest = copy_tree folder in
      let refuse (what, text) =
        write manifest text;
        match load () with
        | _ -> Alcotest.failf "was not refused: %s" what
        | exception Module.Unusable message ->
            let named = contains message (manifest ^ ": ") in
            Alcotest.(check bool) (what ^ ": " ^ message) true named
      in
      List.iter refuse texts)

let whole () = Yojson.Basic.from_file (Module.manifest memory)

let test_damaged () =
  let parts = damaged "" (whole ()) in
  refuse_all (List.map (fun (place, part) -> (place, Yojson.Basic.to_string part)) parts)

let test_damaged_otherwise () =
  let texts = [ ""; "{"; "\xff"; "null"; "[]"; "{}"; "1"; String.make 100_000 '[' ] in
  refuse_all (List.map (fun text -> ("malformed", text)) texts);
  let text = Yojson.Basic.to_string (whole ()) in
  let replaced (old, by) = (by ^ " for " ^ old, replace old by text) in
  refuse_all
    (List.map replaced
       [
         ({|"memory"|}, {|"other"|});
         ({|"name":"free"|}, {|"name":"allocate"|});
         ({|"name":"free"|}, {|"name":"a-b"|});
         ({|"name":"align"|}, {|"name":"size"|});
         ({|"reads":"count"|}, {|"reads":"dest"|});
         ({|"nonnull":"count"|}, {|"nonnull":"other"|});
         ({|"disjoint":"src"|}, {|"disjoint":"count"|});
         ({|"disjoint":"src"|}, {|"disjoint":"dest"|});
         ({|"align":8|}, {|"align":3|});
         ({|"i64"|}, {|"i128"|});
         ({|"i64"|}, {|"void"|});
         ({|"i64"|}, {|"ptr"|});
         ({|"node":"VERA_MEMORY_1.0"|}, {|"node":"VERA_MEMORY_9.0"|});
         ( {|{"name":"VERA_MEMORY_1.0"}|},
           {|{"name":"VERA_MEMORY_1.0","extends":"VERA_MEMORY_1.0"}|} );
       ])

(* Valid manifests that lack what blocks need: a program cannot start. *)
let test_lacking () =
  with_folder (fun folder ->
      let manifest = copy_tree folder in
      let whole = Yojson.Basic.to_string (whole ()) in
      let refuse (old, by) =
        write manifest (replace old by whole);
        let path = "VERA_MODULE_PATH=" ^ Filename.quote (Filename.dirname manifest) in
        let printed, succeeded = run_program path "scope" in
        Alcotest.(check bool) printed false succeeded;
        let named = contains printed ("Module.Unusable: " ^ manifest ^ ": ") in
        Alcotest.(check bool) printed true named
      in
      List.iter refuse
        [
          ({|"owned"|}, {|"other"|});
          ({|"name":"copy_memory"|}, {|"name":"copy"|});
          ({|"i64"|}, {|"i32"|});
        ])

let test_symbols () =
  let refuse words old by =
    with_folder (fun folder ->
        let manifest = copy_tree folder in
        write manifest (replace old by (read manifest));
        unusable (manifest :: words) load)
  in
  refuse [ "vera_memory_lose" ] "\"vera_memory_free\"" "\"vera_memory_lose\"";
  if fst (output "uname") = "Linux\n" then refuse [ "of VERA_MEMORY_9.0" ] "MEMORY_1.0" "MEMORY_9.0"

let test_broken_library () =
  with_folder (fun folder ->
      ignore (copy_tree folder);
      let library = folder / "lib" / Filename.basename (Module.library memory) in
      write library "no library";
      unusable [ library ^ " cannot be loaded" ] load)

let newer_modules = Sys.getenv_opt "newer_modules"

let test_newer () =
  let path = "VERA_MODULE_PATH=" ^ Filename.quote (Option.get newer_modules) in
  Alcotest.(check (pair string bool))
    "compared"
    ("5\ncompare_memory: 'left' must not be null while 'count' is above 0", true)
    (run_program path "newer")

let tests =
  [
    case "path" test_path;
    case "moved" test_moved;
    case "not found" test_not_found;
    case "names" test_names;
    case "format" test_format;
    case "damaged" test_damaged;
    case "damaged otherwise" test_damaged_otherwise;
    case "damaged: lacking" test_lacking;
    case "symbols" test_symbols;
    case "broken library" test_broken_library;
    case_if (newer_modules <> None) "newer" test_newer;
  ]
