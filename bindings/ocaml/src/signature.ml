(* SPDX-License-Identifier: MIT *)

type _ typ =
  | Small : { name : string; low : int; high : int; native : int Ctypes.typ } -> int typ
  | I64 : int64 typ
  | U64 : Unsigned.uint64 typ
  | F32 : float typ
  | F64 : float typ
  | Bool : bool typ
  | Ptr : unit Ctypes.ptr typ
  | Void : unit typ

type _ fn = Returning : 'a typ -> 'a fn | Taking : 'a typ * 'b fn -> ('a -> 'b) fn

let signed name bits native =
  Small { name; low = -(1 lsl (bits - 1)); high = (1 lsl (bits - 1)) - 1; native }

let unsigned name bits native = Small { name; low = 0; high = (1 lsl bits) - 1; native }
let i8 = signed "i8" 8 Ctypes.int8_t
let i16 = signed "i16" 16 Ctypes.int16_t

(* As a view, because Ctypes does not use int for these. *)
let viewed make name bits native read write =
  make name bits (Ctypes.view ~read ~write native)

let i32 = viewed signed "i32" 32 Ctypes.int32_t Int32.to_int Int32.of_int
let u8 = viewed unsigned "u8" 8 Ctypes.uint8_t Unsigned.UInt8.to_int Unsigned.UInt8.of_int
let u16 = viewed unsigned "u16" 16 Ctypes.uint16_t Unsigned.UInt16.to_int Unsigned.UInt16.of_int
let u32 = viewed unsigned "u32" 32 Ctypes.uint32_t Unsigned.UInt32.to_int Unsigned.UInt32.of_int
let i64 = I64
let u64 = U64
let f32 = F32
let f64 = F64
let bool = Bool
let ptr = Ptr
let void = Void
let ( @-> ) taken rest = Taking (taken, rest)
let returning result = Returning result

let name : type a. a typ -> string = function
  | Small { name; _ } -> name
  | I64 -> "i64"
  | U64 -> "u64"
  | F32 -> "f32"
  | F64 -> "f64"
  | Bool -> "bool"
  | Ptr -> "ptr"
  | Void -> "void"

let native : type a. a typ -> a Ctypes.typ = function
  | Small { native; _ } -> native
  | I64 -> Ctypes.int64_t
  | U64 -> Ctypes.uint64_t
  | F32 -> Ctypes.float
  | F64 -> Ctypes.double
  | Bool -> Ctypes.bool
  | Ptr -> Ctypes.(ptr void)
  | Void -> Ctypes.void

let rec native_fn : type f. f fn -> f Ctypes.fn = function
  | Returning result -> Ctypes.returning (native result)
  | Taking (taken, rest) -> Ctypes.(native taken @-> native_fn rest)

(* Comparing with the manifest. *)

let rec arity : type f. f fn -> int = function
  | Returning _ | Taking (Void, _) -> 0
  | Taking (_, rest) -> 1 + arity rest

let check (func : Manifest.func) fn =
  let expected = List.length func.parameters in
  if arity fn <> expected then
    Error.invalid "%s takes %d arguments, not %d: it is %s" func.name expected (arity fn)
      (Manifest.declaration func);
  let same what kind typ =
    if kind <> name typ then Error.invalid "%s: %s is %s, not %s" func.name what kind (name typ)
  in
  let rec each : type f. f fn -> Manifest.parameter list -> unit =
   fun fn parameters ->
    match (fn, parameters) with
    | Returning result, _ -> same "the result" func.result result
    | Taking (Void, rest), [] -> each rest []
    | Taking (taken, rest), parameter :: others ->
        same (Printf.sprintf "'%s'" parameter.name) parameter.kind taken;
        each rest others
    | Taking _, [] -> assert false
  in
  each fn func.parameters

(* Checking arguments: each by itself, and all of them together as values that rules can
   inspect. *)

type seen = Number of int64 | Address of nativeint | Other

let see : type a. a typ -> a -> seen =
 fun typ value ->
  match typ with
  | Small _ -> Number (Int64.of_int value)
  | I64 -> Number value
  | U64 -> Number (Unsigned.UInt64.to_int64 value)
  | Ptr -> Address (Ctypes.raw_address_of_ptr value)
  | F32 | F64 | Bool | Void -> Other

let check_range : type a. string -> string -> a typ -> a -> unit =
 fun func parameter typ value ->
  match typ with
  | Small { low; high; _ } when value < low || value > high ->
      Error.invalid "%s: '%s' must be from %d to %d, not %d" func parameter low high value
  | _ -> ()

let rec wrap :
    type f. string -> (seen list -> unit) -> string list -> f fn -> seen list -> f -> f =
 fun func check names fn before f ->
  match (fn, names) with
  | Taking (taken, rest), name :: others ->
      fun value ->
        check_range func name taken value;
        let seen = see taken value :: before in
        (match rest with Returning _ -> check (List.rev seen) | Taking _ -> ());
        wrap func check others rest seen (f value)
  | _ -> f

(* The manifest was checked, so each name is that of a parameter of the right type. *)

let index (func : Manifest.func) name =
  let rec from position = function
    | [] -> assert false
    | (parameter : Manifest.parameter) :: rest ->
        if parameter.name = name then position else from (position + 1) rest
  in
  from 0 func.parameters

let number func name =
  let position = index func name in
  fun seen ->
    match List.nth seen position with Number number -> number | Address _ | Other -> assert false

let address func name =
  let position = index func name in
  fun seen ->
    match List.nth seen position with Address address -> address | Number _ | Other -> assert false

let amount func = function
  | Manifest.Bytes size -> fun _ -> Int64.of_int size
  | Given_by name -> number func name

(* A parameter that gives the number of bytes read or written must not be negative. *)
let length_rules (func : Manifest.func) =
  let lengths (parameter : Manifest.parameter) =
    List.filter_map Fun.id [ parameter.reads; parameter.writes ]
  in
  let rule = function
    | Manifest.Bytes _ -> None
    | Given_by name ->
        let length = number func name in
        Some
          (fun seen ->
            if length seen < 0L then
              Error.invalid "%s: '%s' must not be negative: %Ld" func.name name (length seen))
  in
  List.filter_map rule (List.sort_uniq compare (List.concat_map lengths func.parameters))

let null_rule (func : Manifest.func) (parameter : Manifest.parameter) =
  let rule nonnull =
    let length = amount func nonnull and pointer = address func parameter.name in
    let condition =
      match nonnull with
      | Bytes _ -> ""
      | Given_by name -> Printf.sprintf " while '%s' is above 0" name
    in
    fun seen ->
      if length seen > 0L && pointer seen = 0n then
        Error.invalid "%s: '%s' must not be null%s" func.name parameter.name condition
  in
  Option.map rule parameter.nonnull

let length func (parameter : Manifest.parameter) =
  match (parameter.writes, parameter.reads) with
  | Some size, _ | None, Some size -> amount func size
  | None, None -> fun _ -> 0L

let overlap_rule (func : Manifest.func) (parameter : Manifest.parameter) =
  let rule other_name =
    let other = List.nth func.parameters (index func other_name) in
    let start = address func parameter.name and size = length func parameter in
    let other_start = address func other_name and other_size = length func other in
    fun seen ->
      let distance = Int64.of_nativeint (Nativeint.sub (start seen) (other_start seen)) in
      if distance <> 0L && distance < other_size seen && Int64.neg distance < size seen then
        Error.invalid "%s: '%s' and '%s' must not overlap" func.name parameter.name other_name
  in
  Option.map rule parameter.disjoint

let rules (func : Manifest.func) =
  length_rules func
  @ List.filter_map (null_rule func) func.parameters
  @ List.filter_map (overlap_rule func) func.parameters

let load : type f. f fn -> nativeint -> f =
 fun fn at ->
  match fn with
  | Returning _ -> Error.invalid "a function that takes nothing is of type void @-> ..."
  | Taking _ ->
      let pointer = Ctypes.ptr_of_raw_address at in
      Ctypes.(coerce (ptr void) (Foreign.funptr (native_fn fn)) pointer)

let bind (func : Manifest.func) fn at =
  let names = List.map (fun (parameter : Manifest.parameter) -> parameter.name) func.parameters in
  let rules = rules func in
  let check seen = List.iter (fun rule -> rule seen) rules in
  wrap func.name check names fn [] (load fn at)
