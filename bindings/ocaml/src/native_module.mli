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

    Its manifest is looked for in the folders of [VERA_MODULE_PATH], in the one that pkg-config
    told when this package was built, in [/usr/local/lib/vera/modules] and in
    [/usr/lib/vera/modules].

    @raise Invalid_argument if [name] is not the name of a module.
    @raise Unusable if it is in none of these places, which are listed, or cannot be used. *)

val manifest : t -> string
(** The manifest's file. *)

val library : t -> string
(** The library that was loaded. *)

val functions : t -> (string * string) list
(** The functions' names, and their declarations as VERA has them. *)

(** {1 Functions} *)

type 'a typ = 'a Signature.typ
(** A type of VERA, and the type that OCaml has for it. *)

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
(** [get vera name fn] is the function of that name. It is checked once that it is of the type
    [fn], and at each call that the arguments are as the manifest demands.

    @raise Invalid_argument if there is no such function, or if it is of another type. The
      function itself raises this for an argument, naming function and parameter. *)

(**/**)

val described : t -> Manifest.t
