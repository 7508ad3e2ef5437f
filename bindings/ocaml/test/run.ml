(* SPDX-License-Identifier: MIT *)

let () =
  match Sys.argv with
  | [| _; "--program"; name |] -> List.assoc name Programs.all ()
  | _ ->
      Alcotest.run "vera_memory"
        [
          ("functions", Functions.tests);
          ("arguments", Arguments.tests);
          ("blocks", Blocks.tests);
          ("finding", Finding.tests);
        ]
