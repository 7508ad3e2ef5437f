(* SPDX-License-Identifier: MIT *)

(** A manifest: the description of a module. *)

type amount = Bytes of int | Given_by of string  (** the name of a parameter *)

type block = { size : amount; align : amount }

type parameter = {
  name : string;
  kind : string;  (** a type of VERA *)
  reads : amount option;
  writes : amount option;
  nonnull : amount option;  (** must not be null while this is above 0 *)
  disjoint : string option;  (** must not overlap what this parameter points to *)
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
(** [read path name] is the manifest of the module [name] in the file [path]. Each parameter that
    it refers to exists.

    @raise Error.Unusable if anything in it is wrong. *)

val declaration : func -> string
(** The declaration in VERA. *)
