(* SPDX-License-Identifier: MIT *)

(* All of a manifest that is used is checked here, so that no other code needs to check it.
   Unknown keys are ignored, because a later manifest may add some. A later format may change
   everything, so it is refused. *)

let format = 1

type amount = Bytes of int | Given_by of string
type block = { size : amount; align : amount }

type parameter = {
  name : string;
  kind : string;
  reads : amount option;
  writes : amount option;
  nonnull : amount option;
  disjoint : string option;
  consumes : block option;
}

type func = {
  name : string;
  symbol : string;
  node : string;
  parameters : parameter list;
  result : string;
  owned : block option;
}

type t = { name : string; library : string; align : int; functions : func list }

let integers = [ "i8"; "i16"; "i32"; "i64"; "u8"; "u16"; "u32"; "u64" ]
let kinds = [ "ptr"; "f32"; "f64"; "bool" ] @ integers
let one_of names what = Json.(that (fun name -> List.mem name names) what text)
let vera_name = Json.(that Find.is_name "a name of VERA" text)

(* Elements with distinct names. [name] reads the name. *)
let named name read at =
  let add names at =
    let fresh = Json.that (fun name -> not (List.mem name names)) "a name of its own" name in
    Json.required "name" fresh at :: names
  in
  ignore (List.fold_left add [] (Json.elements at));
  List.map read (Json.elements at)

(* The parameters that attributes may refer to: the names of the integers, and of the pointers
   whose bytes are read or written. *)
type others = { counts : string list; touched : string list }

let others parameters =
  let names fits = List.map (Json.required "name" vera_name) (List.filter fits parameters) in
  let has key at = Json.(optional key ignore at) <> None in
  {
    counts = names (fun at -> List.mem (Json.required "type" Json.text at) integers);
    touched = names (fun at -> has "reads" at || has "writes" at);
  }

let is_power_of_two number = number > 0 && number land (number - 1) = 0
let power = Json.(that is_power_of_two "a power of two" number)
let natural = Json.(that (fun number -> number >= 0) "0 or more" number)

let amount number others at =
  if Json.is_text at then Given_by (one_of others.counts "an integer parameter" at)
  else Bytes (number at)

let block others at =
  {
    size = Json.required "size" (amount natural others) at;
    align = Json.required "align" (amount power others) at;
  }

let other others name =
  let names = if List.mem name others.touched then others.touched else [] in
  one_of
    (List.filter (( <> ) name) names)
    "the name of another parameter (both read or written)"

let check_pointer kind keys at =
  let refuse at = Json.refuse at "is for a ptr" in
  if kind <> "ptr" then List.iter (fun key -> ignore (Json.optional key refuse at)) keys

let parameter others at =
  let name = Json.required "name" vera_name at in
  let kind = Json.required "type" (one_of kinds "a type of a parameter") at in
  check_pointer kind [ "const"; "reads"; "writes"; "nonnull"; "disjoint"; "consumes" ] at;
  ignore (Json.optional "const" Json.flag at);
  let amount key = Json.optional key (amount natural others) at in
  {
    name;
    kind;
    reads = amount "reads";
    writes = amount "writes";
    nonnull = amount "nonnull";
    disjoint = Json.optional "disjoint" (other others name) at;
    consumes = Json.optional "consumes" (block others) at;
  }

(* The type of the result, and the block that it owns. *)
let result others at =
  let kind = Json.required "type" (one_of ("void" :: kinds) "a type") at in
  check_pointer kind [ "const"; "nullable"; "owned" ] at;
  List.iter (fun key -> ignore (Json.optional key Json.flag at)) [ "const"; "nullable" ];
  (kind, Json.optional "owned" (block others) at)

let func nodes at =
  let others = others (Json.required "parameters" Json.elements at) in
  let result, owned = Json.required "returns" (result others) at in
  {
    name = Json.required "name" vera_name at;
    symbol = Json.required "symbol" Json.text at;
    node = Json.required "node" (one_of nodes "one of the nodes") at;
    parameters = Json.required "parameters" (named vera_name (parameter others)) at;
    result;
    owned;
  }

(* The names of the nodes. Each node extends an earlier one, or none. *)
let nodes at =
  let check earlier at =
    ignore (Json.optional "extends" (one_of earlier "an earlier node") at);
    Json.required "name" Json.text at :: earlier
  in
  ignore (List.fold_left check [] (Json.elements at));
  named Json.text (Json.required "name" Json.text) at

(* The format of this system's libraries. Every other system has ELF. *)
let system () =
  if Sys.win32 then "pe" else if Sys.file_exists "/usr/lib/dyld" then "mach-o" else "elf"

(* A name and not a path, because a manifest does not say where the library is. *)
let is_file_name name =
  let apart = function '/' | '\\' | ':' -> true | _ -> false in
  not (List.mem name [ ""; "."; ".." ] || String.exists apart name)

let manifest wanted at =
  let is value = Json.that (( = ) value) in
  let _ = Json.(required "format" (is format (string_of_int format) number) at) in
  let name = Json.(required "module" (is wanted (Printf.sprintf "%S" wanted) text) at) in
  let library = Json.(that is_file_name "the name of a file" text) in
  let nodes = Json.required "nodes" nodes at in
  {
    name;
    library = Json.(required "library" (required (system ()) library) at);
    align = Json.required "align" power at;
    functions = Json.required "functions" (named vera_name (func nodes)) at;
  }

let read path wanted =
  try manifest wanted (Json.of_file path)
  with Error.Unusable message -> Error.unusable "%s: %s" path message

let declaration (func : func) =
  let spell (parameter : parameter) = parameter.name ^ ": " ^ parameter.kind in
  Printf.sprintf "%s(%s)%s" func.name
    (String.concat ", " (List.map spell func.parameters))
    (if func.result = "void" then "" else " -> " ^ func.result)
