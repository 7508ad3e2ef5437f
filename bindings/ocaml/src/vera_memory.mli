(* SPDX-License-Identifier: MIT *)

(** Raw heap memory of the VERA language: its module [vera:memory]. *)

module Block = Block
module Module = Native_module

val memory : Module.t
(** The module [vera:memory], whose functions {!Module.get} gives under their VERA names. *)
