(* SPDX-License-Identifier: MIT *)

(** Exceptions. *)

exception Unusable of string

val unusable : ('a, unit, string, 'b) format4 -> 'a
(** Raises {!Unusable} with a message. *)

val invalid : ('a, unit, string, 'b) format4 -> 'a
(** Raises [Invalid_argument] with a message. *)
