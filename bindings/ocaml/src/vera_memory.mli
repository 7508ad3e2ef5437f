(* SPDX-License-Identifier: MIT *)

(** Raw heap memory of the VERA language: its module [vera:memory]. *)

module Block = Block
module Module = Native_module

val memory : Module.t
(** The module [vera:memory]. {!Module.get} returns its functions by their VERA names. *)
