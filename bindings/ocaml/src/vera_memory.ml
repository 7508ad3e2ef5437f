(* SPDX-License-Identifier: MIT *)

module Block = Block
module Module = Native_module

let memory = Memory.vera
