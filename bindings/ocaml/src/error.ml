(* SPDX-License-Identifier: MIT *)

exception Unusable of string

let unusable format = Printf.ksprintf (fun message -> raise (Unusable message)) format
let invalid format = Printf.ksprintf invalid_arg format

let () =
  Printexc.register_printer (function
    | Unusable message -> Some ("Vera_memory.Module.Unusable: " ^ message)
    | _ -> None)
