(* SPDX-License-Identifier: MIT *)

open Native_module

let vera = load "memory"
let manifest = described vera
let align = manifest.align

(* A call whose arguments stand in whichever order the manifest tells. *)

type arguments = { address : unit Ctypes.ptr; size : int64; align : int64 }
type 'r call = Call : 'f fn * ('f -> arguments -> 'r) -> 'r call

let rec arrange (size, align) result : Manifest.parameter list -> _ = function
  | [] -> Call (returning result, fun r _ -> r)
  | { kind = "ptr"; _ } :: rest ->
      let (Call (fn, apply)) = arrange (size, align) result rest in
      Call (ptr @-> fn, fun f arguments -> apply (f arguments.address) arguments)
  | { name; _ } :: rest ->
      let (Call (fn, apply)) = arrange (size, align) result rest in
      let pick =
        if name = size then fun arguments -> arguments.size
        else if name = align then fun arguments -> arguments.align
        else Error.unusable "vera:memory: '%s' is neither size nor alignment" name
      in
      Call (i64 @-> fn, fun f arguments -> apply (f (pick arguments)) arguments)

let call names result (func : Manifest.func) =
  let (Call (fn, apply)) = arrange names result func.parameters in
  let f = get vera func.name fn in
  fun address ~size ~align ->
    apply f { address; size = Int64.of_int size; align = Int64.of_int align }

(* The names of size and alignment, if the block may have any alignment. *)
let any_alignment : Manifest.block -> _ = function
  | { size = Given_by size; align = Given_by align } -> Some (size, align)
  | _ -> None

let find what select =
  match List.find_map select manifest.functions with
  | Some found -> found
  | None -> Error.unusable "vera:memory has no function that %s" what

let own =
  let owner (func : Manifest.func) =
    let names = Option.bind func.owned any_alignment in
    Option.map (fun names -> call names ptr func) names
  in
  find "allocates" owner Ctypes.null

let consume =
  let consumer (func : Manifest.func) =
    let names (parameter : Manifest.parameter) = Option.bind parameter.consumes any_alignment in
    Option.map (fun names -> call names void func) (List.find_map names func.parameters)
  in
  find "frees" consumer

let copy = get vera "copy_memory" (ptr @-> ptr @-> i64 @-> returning void)
let set = get vera "set_memory" (ptr @-> i8 @-> i64 @-> returning void)
let zero = get vera "zero_memory" (ptr @-> i64 @-> returning void)
