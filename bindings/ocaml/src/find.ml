(* SPDX-License-Identifier: MIT *)

(* The current folder is never searched: anyone who can choose it would choose the code that is
   loaded. *)

let usual = [ "/usr/local/lib/vera/modules"; "/usr/lib/vera/modules" ]

let is_name text =
  let plain = function 'a' .. 'z' | '0' .. '9' | '_' -> true | _ -> false in
  match text.[0] with
  | 'a' .. 'z' -> String.for_all plain text
  | _ | (exception Invalid_argument _) -> false

(* Whether the environment comes from the user whose rights the process has. *)
let trusted () =
  Sys.win32 || (Unix.getuid () = Unix.geteuid () && Unix.getgid () = Unix.getegid ())

let folders () =
  let separator = if Sys.win32 then ';' else ':' in
  let path = Option.value (Sys.getenv_opt "VERA_MODULE_PATH") ~default:"" in
  let chosen = if trusted () then String.split_on_char separator path else [] in
  List.filter (( <> ) "") (chosen @ (Moduledir.path :: usual))

let is_file path = Sys.file_exists path && not (Sys.is_directory path)

(* The path of the manifest, or the place where it is missing. *)
let look name folder =
  let path = Filename.concat folder (name ^ ".json") in
  if Filename.is_relative folder then Error (folder ^ " (passed over: not an absolute path)")
  else if is_file path then Ok path
  else Error path

let manifest name =
  if not (is_name name) then
    Error.invalid "Module.load: 'name' is not the name of a module: %S" name;
  let rec first tried = function
    | [] ->
        Error.unusable "vera:%s was not found; it was looked for as %s" name
          (String.concat ", " (List.rev tried))
    | folder :: rest -> (
        match look name folder with
        | Ok path -> Unix.realpath path
        | Error place -> first (place :: tried) rest)
  in
  first [] (folders ())
