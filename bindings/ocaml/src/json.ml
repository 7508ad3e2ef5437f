(* SPDX-License-Identifier: MIT *)

type t = { place : string; value : Yojson.Basic.t }

let of_file path =
  try { place = ""; value = Yojson.Basic.from_file path }
  with Yojson.Json_error message | Sys_error message -> Error.unusable "%s" message

let spell at = if at.place = "" then "this" else "'" ^ at.place ^ "'"
let refuse at complaint = Error.unusable "%s %s" (spell at) complaint

let show = function
  | `Assoc _ -> "an object"
  | `List _ -> "an array"
  | value -> Yojson.Basic.to_string value

let refuse_as_not what at = refuse at (Printf.sprintf "must be %s, not %s" what (show at.value))
let is_text at = match at.value with `String _ -> true | _ -> false
let text at = match at.value with `String text -> text | _ -> refuse_as_not "a string" at
let number at = match at.value with `Int number -> number | _ -> refuse_as_not "an integer" at
let flag at = match at.value with `Bool flag -> flag | _ -> refuse_as_not "true or false" at

let that fits what read at =
  let found = read at in
  if fits found then found else refuse_as_not what at

let elements at =
  let element index value = { place = Printf.sprintf "%s[%d]" at.place index; value } in
  match at.value with
  | `List values -> List.mapi element values
  | _ -> refuse_as_not "an array" at

let under key at value =
  { place = (if at.place = "" then key else at.place ^ "." ^ key); value }

let optional key read at =
  match at.value with
  | `Assoc values ->
      Option.map (fun value -> read (under key at value)) (List.assoc_opt key values)
  | _ -> refuse_as_not "an object" at

let required key read at =
  match optional key read at with
  | Some found -> found
  | None -> refuse (under key at `Null) "is missing"
