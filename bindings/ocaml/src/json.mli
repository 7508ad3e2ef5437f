(* SPDX-License-Identifier: MIT *)

(** Reading what must be of a certain kind, and telling where it is not. *)

type t
(** A value, and the keys and indices that lead to it. *)

(** All that reads raises {!Error.Unusable} for what it does not read. *)

val of_file : string -> t
val refuse : t -> string -> 'a
val is_text : t -> bool
val text : t -> string
val number : t -> int
val flag : t -> bool

val that : ('a -> bool) -> string -> (t -> 'a) -> t -> 'a
(** [that fits what read] reads what [read] does, if it fits; [what] says what fits. *)

val elements : t -> t list
val required : string -> (t -> 'a) -> t -> 'a

val optional : string -> (t -> 'a) -> t -> 'a option
(** Nothing only where the key is missing: null is a value. *)
