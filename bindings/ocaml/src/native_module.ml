(* SPDX-License-Identifier: MIT *)

include Signature

exception Unusable = Error.Unusable

type t = { path : string; described : Manifest.t; library : Library.t; addresses : nativeint list }

let manifest vera = vera.path
let library vera = Library.file vera.library
let described vera = vera.described

let functions vera =
  let describe (func : Manifest.func) = (func.name, Manifest.declaration func) in
  List.map describe vera.described.functions

let load name =
  let path = Find.manifest name in
  let described = Manifest.read path name in
  try
    let library = Library.load ~manifest:path described.library in
    let address (func : Manifest.func) = Library.symbol library func.symbol ~node:func.node in
    { path; described; library; addresses = List.map address described.functions }
  with Unusable message -> Error.unusable "%s: %s" path message

let get vera name fn =
  let rec find (functions : Manifest.func list) addresses =
    match (functions, addresses) with
    | func :: _, address :: _ when func.name = name ->
        check func fn;
        bind func fn address
    | _ :: functions, _ :: addresses -> find functions addresses
    | _ -> Error.invalid "Module.get: vera:%s has no function '%s'" vera.described.name name
  in
  find vera.described.functions vera.addresses
