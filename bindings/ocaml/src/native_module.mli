(* SPDX-License-Identifier: MIT *)

(** Modules of VERA: native libraries with a manifest that describes them.

    {[
      let allocate = Module.(get Vera_memory.memory "allocate" (i64 @-> returning ptr))
    ]} *)

type t

exception Unusable of string
(** A module is missing or broken. *)

val load : string -> t
(** [load name] is the module [vera:name].

    Its manifest is looked for in the folders of [VERA_MODULE_PATH], in the folder that pkg-config
    printed when this package was built, in [/usr/local/lib/vera/modules] and in
    [/usr/lib/vera/modules].

    @raise Invalid_argument if [name] is not the name of a module.
    @raise Unusable if it is in none of these places, which the message lists, or cannot be used. *)

val manifest : t -> string
(** The path of the manifest. *)

val library : t -> string
(** The library that was loaded. *)

val functions : t -> (string * string) list
(** The functions' names, with their declarations in VERA. *)

(** {1 Functions} *)

type 'a typ = 'a Signature.typ
(** A type of VERA, with its type in OCaml. *)

type 'f fn = 'f Signature.fn

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

val get : t -> string -> 'f fn -> 'f
(** [get vera name fn] is the function of that name. Its type is compared with [fn] once, and its
    arguments are checked against the manifest at each call.

    @raise Invalid_argument if there is no such function, or if it is of another type. The
      function itself raises it for an argument, naming the function and the parameter. *)

(**/**)

val described : t -> Manifest.t
