(* SPDX-License-Identifier: MIT *)

(** A module's library. *)

type t

val load : manifest:string -> string -> t
(** The library of that name that is installed with the file [manifest]; if there is none, the
    one that the system's loader finds.

    @raise Error.Unusable if it cannot be loaded. *)

val file : t -> string
(** The name under which it was opened. *)

val symbol : t -> string -> node:string -> nativeint
(** @raise Error.Unusable if it has no such symbol. *)
