(* SPDX-License-Identifier: MIT *)

(** A manifest: what a module says of itself. *)

type amount = Bytes of int | Given_by of string  (** the name of a parameter *)

type block = { size : amount; align : amount }

type parameter = {
  name : string;
  kind : string;  (** a type of VERA *)
  reads : amount option;
  writes : amount option;
  nonnull : amount option;  (** not null while this is above 0 *)
  disjoint : string option;  (** not overlapping what this parameter points to *)
  consumes : block option;
}

type func = {
  name : string;
  symbol : string;
  node : string;
  parameters : parameter list;
  result : string;
  owned : block option;
}

type t = { name : string; library : string; align : int; functions : func list }

val read : string -> string -> t
(** [read path name] is the manifest in a file, of the module [name].

    @raise Error.Unusable if anything in it is not as it must be: a name of a parameter that
      stands in the result is one of the function's. *)

val declaration : func -> string
(** As VERA has it. *)
