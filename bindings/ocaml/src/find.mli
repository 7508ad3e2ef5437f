(* SPDX-License-Identifier: MIT *)

(** Finding a module's manifest. *)

val is_name : string -> bool
(** Whether VERA could call something so. *)

val manifest : string -> string
(** The real path of the manifest of the module of that name.

    @raise Invalid_argument if it is not the name of a module.
    @raise Error.Unusable if there is none. *)
