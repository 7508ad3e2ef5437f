(* SPDX-License-Identifier: MIT *)

open Native_module

let vera = load "memory"
let described = described vera
let align = described.align
let unusable what = Error.unusable "%s: %s" (manifest vera) what

(* If a function does not have the type that is needed here, the manifest is wrong, not the
   caller. *)
let get name fn = try get vera name fn with Invalid_argument message -> unusable message

(* A call with its arguments in the order of the manifest. *)

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
        else unusable (Printf.sprintf "'%s' is neither size nor alignment" name)
      in
      Call (i64 @-> fn, fun f arguments -> apply (f (pick arguments)) arguments)

let call names result (func : Manifest.func) =
  let (Call (fn, apply)) = arrange names result func.parameters in
  let f = get func.name fn in
  fun address ~size ~align ->
    apply f { address; size = Int64.of_int size; align = Int64.of_int align }

(* The names of the size and the alignment, if the block may have any alignment. *)
let any_alignment : Manifest.block -> _ = function
  | { size = Given_by size; align = Given_by align } -> Some (size, align)
  | _ -> None

let find what select =
  match List.find_map select described.functions with
  | Some found -> found
  | None -> unusable ("there is no function that " ^ what)

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

let copy = get "copy_memory" (ptr @-> ptr @-> i64 @-> returning void)
let set = get "set_memory" (ptr @-> i8 @-> i64 @-> returning void)
let zero = get "zero_memory" (ptr @-> i64 @-> returning void)
