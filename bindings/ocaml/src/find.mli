(* SPDX-License-Identifier: MIT *)

(** Finding a module's manifest. *)

val is_name : string -> bool
(** Whether this is a valid name in VERA. *)

val manifest : string -> string
(** The real path of the manifest of the module with that name.

    @raise Invalid_argument if it is not the name of a module.
    @raise Error.Unusable if there is no manifest. *)
