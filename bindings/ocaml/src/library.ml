(* SPDX-License-Identifier: MIT *)

type t = { file : string; handle : Dl.library }

let file library = library.file

let open_as file complaint =
  try { file; handle = Dl.dlopen ~filename:file ~flags:[ RTLD_NOW ] }
  with Dl.DL_error message -> Error.unusable "%s: %s" complaint message

let up path = Filename.dirname (Filename.dirname path)

(* On Windows, libraries are installed next to programs. *)
let places manifest name =
  let root = up (Filename.dirname manifest) in
  let beside = Filename.concat root name in
  if Sys.win32 then
    [ beside; Filename.concat (Filename.concat (Filename.dirname root) "bin") name ]
  else [ beside ]

(* A library that exists but cannot be loaded is an error: another must not take its place
   unnoticed. *)
let load ~manifest name =
  let places = places manifest name in
  match List.find_opt Sys.file_exists places with
  | Some file -> open_as file (file ^ " cannot be loaded")
  | None ->
      let tried = String.concat ", " places in
      open_as name
        (Printf.sprintf "no library; it was looked for as %s, and by the loader" tried)

(* The system's look-up of a symbol at its node, if it has one. It cannot use a handle of Dl, so
   the library is opened a second time. *)
let versioned =
  let open Ctypes in
  let lazily = 1 in
  try
    let dlopen = Foreign.foreign "dlopen" (string @-> int @-> returning (ptr void)) in
    let dlvsym =
      Foreign.foreign "dlvsym" (ptr void @-> string @-> string @-> returning (ptr void))
    in
    Some
      (fun library symbol node ->
        raw_address_of_ptr (dlvsym (dlopen library.file lazily) symbol node))
  with Dl.DL_error _ -> None

(* Without such a look-up, only the name counts. Then the library's major version, which is in
   its file name, keeps an incompatible library away. *)
let symbol library name ~node =
  let address =
    match versioned with
    | Some look_up -> look_up library name node
    | None -> ( try Dl.dlsym ~handle:library.handle ~symbol:name with Dl.DL_error _ -> 0n)
  in
  if address = 0n then Error.unusable "%s has no %s of %s" library.file name node;
  address
