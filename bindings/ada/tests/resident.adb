--  SPDX-License-Identifier: MIT

with Ada.Strings.Fixed; use Ada.Strings.Fixed;
with Ada.Text_IO;       use Ada.Text_IO;

package body Resident is

   package Numbers is new Integer_IO (Natural);

   Key : constant String := "VmRSS:";

   function Size return Natural is
      Status : File_Type;
      Last   : Positive;
      Result : Natural := 0;
   begin
      Open (Status, In_File, "/proc/self/status");
      while Result = 0 loop
         declare
            Line : constant String := Get_Line (Status);
         begin
            if Head (Line, Key'Length) = Key then
               --  A number, then its unit.
               Numbers.Get
                 (Line (Line'First + Key'Length .. Line'Last), Result, Last);
            end if;
         end;
      end loop;
      Close (Status);
      return Result;
   end Size;

end Resident;
