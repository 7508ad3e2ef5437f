(* SPDX-License-Identifier: MIT *)

(* Keys that are not known here are ignored, because a later manifest may add some; a later
   format may change everything, so it is refused. *)

open Yojson.Basic.Util

let format = 1

type amount = Bytes of int | Given_by of string
type block = { size : amount; align : amount }

type parameter = {
  name : string;
  kind : string;
  reads : amount option;
  writes : amount option;
  nonnull : string option;
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

let text key json =
  match member key json with
  | `String text -> text
  | `Null -> Error.unusable "%S is missing" key
  | _ -> Error.unusable "%S is no text" key

let name json =
  let name = text "name" json in
  if Find.is_name name then name else Error.unusable "%S is not a name" name

let amount json =
  match json with `Int size -> Bytes size | json -> Given_by (to_string json)

let block json = { size = amount (member "size" json); align = amount (member "align" json) }
let optional read key json = to_option read (member key json)

let parameter json =
  {
    name = name json;
    kind = text "type" json;
    reads = optional amount "reads" json;
    writes = optional amount "writes" json;
    nonnull = optional to_string "nonnull" json;
    disjoint = optional to_string "disjoint" json;
    consumes = optional block "consumes" json;
  }

let func json =
  let returns = member "returns" json in
  {
    name = name json;
    symbol = text "symbol" json;
    node = text "node" json;
    parameters = convert_each parameter (member "parameters" json);
    result = text "type" returns;
    owned = optional block "owned" returns;
  }

(* The systems' formats of libraries; everything else has ELF. *)
let system () =
  if Sys.win32 then "pe" else if Sys.file_exists "/usr/lib/dyld" then "mach-o" else "elf"

(* A name, because a manifest does not say where the library is. *)
let library json =
  let name = text (system ()) (member "library" json) in
  if List.mem name [ ""; "."; ".." ] || String.exists (fun c -> c = '/' || c = '\\') name then
    Error.unusable "%S is not the name of a file" name;
  name

let check_format json =
  let found = to_int (member "format" json) in
  if found <> format then Error.unusable "format %d is not known here, only %d" found format

let check_module wanted json =
  let found = text "module" json in
  if found <> wanted then Error.unusable "this is the module %S" found

let read path wanted =
  try
    let json = Yojson.Basic.from_file path in
    check_format json;
    check_module wanted json;
    {
      name = wanted;
      library = library json;
      align = to_int (member "align" json);
      functions = convert_each func (member "functions" json);
    }
  with
  | Error.Unusable message
  | Yojson.Json_error message
  | Type_error (message, _)
  | Sys_error message
  ->
    Error.unusable "%s: %s" path message

let declaration (func : func) =
  let spell (parameter : parameter) = parameter.name ^ ": " ^ parameter.kind in
  Printf.sprintf "%s(%s)%s" func.name
    (String.concat ", " (List.map spell func.parameters))
    (if func.result = "void" then "" else " -> " ^ func.result)
