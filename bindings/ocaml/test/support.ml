(* SPDX-License-Identifier: MIT *)

(* What the tests share. *)

open Ctypes

let case name test = Alcotest.test_case name `Quick test

(* This version of Alcotest has no way of its own to skip a case. *)
let case_if possible name test =
  if possible then case name test
  else case name (fun () -> print_endline "skipped: what this needs is not available")

let contains text part =
  let last = String.length text - String.length part in
  let rec from at =
    at <= last && (String.sub text at (String.length part) = part || from (at + 1))
  in
  from 0

(* Checks that [f] raises an exception for which [message] returns a message, and that each of
   [words] is in it. *)
let refused message words f =
  match f () with
  | _ -> Alcotest.failf "was not refused: %s" (String.concat ", " words)
  | exception error -> (
      match message error with
      | None -> raise error
      | Some text ->
          let missing = List.filter (fun word -> not (contains text word)) words in
          Alcotest.(check (list string)) text [] missing)

let invalid words f =
  refused (function Invalid_argument message -> Some message | _ -> None) words f

let unusable words f =
  refused (function Vera_memory.Module.Unusable message -> Some message | _ -> None) words f

let chars pointer = from_voidp char pointer
let text pointer size = string_from_ptr (chars pointer) ~length:size
let write pointer text = String.iteri (fun at byte -> chars pointer +@ at <-@ byte) text
let after pointer count = to_voidp (chars pointer +@ count)

let all input =
  let buffer = Buffer.create 1000 in
  (try
     while true do
       Buffer.add_channel buffer input 1
     done
   with End_of_file -> ());
  Buffer.contents buffer

let output command =
  let input = Unix.open_process_in command in
  let printed = all input in
  (printed, Unix.close_process_in input)

(* What one of the programs of this executable prints on standard output and standard error, and
   whether it succeeded. *)
let run_program environment name =
  let command =
    Printf.sprintf "%s exec %s --program %s 2>&1" environment
      (Filename.quote Sys.executable_name)
      (Filename.quote name)
  in
  let printed, status = output command in
  (printed, status = WEXITED 0)
