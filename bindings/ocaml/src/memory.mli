(* SPDX-License-Identifier: MIT *)

(** The functions of [vera:memory] that blocks need. Those that own and consume blocks of any
    alignment are found by their attributes, not by their names. *)

val vera : Native_module.t
val align : int
val own : size:int -> align:int -> unit Ctypes.ptr
val consume : unit Ctypes.ptr -> size:int -> align:int -> unit
val copy : unit Ctypes.ptr -> unit Ctypes.ptr -> int64 -> unit
val set : unit Ctypes.ptr -> int -> int64 -> unit
val zero : unit Ctypes.ptr -> int64 -> unit
