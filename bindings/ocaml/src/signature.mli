(* SPDX-License-Identifier: MIT *)

(** Types of functions, and OCaml functions of these types. *)

type _ typ
type _ fn

val i8 : int typ
val i16 : int typ
val i32 : int typ
val i64 : int64 typ
val u8 : int typ
val u16 : int typ
val u32 : int typ
val u64 : Unsigned.uint64 typ
val f32 : float typ
val f64 : float typ
val bool : bool typ
val ptr : unit Ctypes.ptr typ
val void : unit typ
val ( @-> ) : 'a typ -> 'b fn -> ('a -> 'b) fn
val returning : 'a typ -> 'a fn

val check : Manifest.func -> 'f fn -> unit
(** @raise Invalid_argument if the function is of another type. *)

val bind : Manifest.func -> 'f fn -> nativeint -> 'f
(** The function at an address. It checks its arguments. *)
