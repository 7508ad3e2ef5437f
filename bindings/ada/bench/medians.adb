--  SPDX-License-Identifier: MIT

with Ada.Containers.Generic_Array_Sort;

package body Medians is

   procedure Sort is
     new Ada.Containers.Generic_Array_Sort (Positive, Duration, Samples);

   function Median (Values : Samples) return Duration is
      Sorted : Samples (1 .. Values'Length) := Values;
   begin
      Sort (Sorted);
      return Sorted ((Sorted'Last + 1) / 2);
   end Median;

end Medians;
