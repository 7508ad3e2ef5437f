(* SPDX-License-Identifier: MIT *)

(* Finding a module, and what a manifest may be. *)

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

(* Calls [f] with a new folder; whatever it does to the path is undone. *)
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

(* A manifest and a library in the folder, as they are installed. *)
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

(* That a manifest with other values for some keys is refused, in these words and with its
   name. *)
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
  refuse_manifest [ "format 2 " ] [ ("format", `Int 2) ];
  refuse_manifest [ "the module \"other\"" ] [ ("module", `String "other") ];
  let func changes =
    let usual =
      [
        ("node", `String "N_1.0");
        ("parameters", `List []);
        ("returns", `Assoc [ ("type", `String "void") ]);
      ]
    in
    [ ("functions", `List [ `Assoc (changes @ usual) ]) ]
  in
  refuse_manifest [ "\"symbol\" is missing" ] (func [ ("name", `String "f") ]);
  refuse_manifest [ "\"a-b\" is not a name" ]
    (func [ ("name", `String "a-b"); ("symbol", `String "s") ]);
  refuse_manifest [ "array" ] [ ("functions", `Int 1) ];
  let library name =
    `Assoc (List.map (fun format -> (format, `String name)) [ "elf"; "mach-o"; "pe" ])
  in
  List.iter
    (fun name -> refuse_manifest [ "not the name of a file" ] [ ("library", library name) ])
    [ "../x.so"; ""; ".." ];
  refuse_manifest [ "no library"; "libnone.so.1"; "by the loader" ]
    [ ("library", library "libnone.so.1") ];
  with_folder (fun folder ->
      write (folder / "memory.json") "{";
      look_in [ folder ];
      unusable [ folder / "memory.json" ] load);
  with_folder (fun folder ->
      let manifest = copy_tree folder in
      let text = read manifest in
      let rest = String.sub text 1 (String.length text - 1) in
      write manifest ("{ \"novelty\": { \"of\": \"later\" }, " ^ rest);
      Alcotest.(check string) "unknown keys" manifest (Module.manifest (load ())))

let replace old by text = String.concat by (Str.split_delim (Str.regexp_string old) text)

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
    case "symbols" test_symbols;
    case "broken library" test_broken_library;
    case_if (newer_modules <> None) "newer" test_newer;
  ]
