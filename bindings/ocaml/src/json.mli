(* SPDX-License-Identifier: MIT *)

(** Reading values that must be of a certain kind, with errors that name the place. *)

type t
(** A value, with the keys and indices that lead to it. *)

(** Every function that reads raises {!Error.Unusable} for a value of another kind. *)

val of_file : string -> t
val refuse : t -> string -> 'a
val is_text : t -> bool
val text : t -> string
val number : t -> int
val flag : t -> bool

val that : ('a -> bool) -> string -> (t -> 'a) -> t -> 'a
(** [that fits what read] reads with [read] and requires that the result [fits]. [what] describes
    what fits. *)

val elements : t -> t list
val required : string -> (t -> 'a) -> t -> 'a

val optional : string -> (t -> 'a) -> t -> 'a option
(** [None] only if the key is missing: null is a value. *)
