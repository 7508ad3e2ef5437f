--  SPDX-License-Identifier: MIT

with AUnit.Assertions;        use AUnit.Assertions;
with Interfaces;              use Interfaces;
with System;                  use System;
with System.Storage_Elements; use System.Storage_Elements;
with Vera_Memory;             use Vera_Memory;

package body Function_Tests is

   subtype Any_Case is AUnit.Test_Cases.Test_Case'Class;

   procedure Plain (T : in out Any_Case);
   procedure Aligned (T : in out Any_Case);
   procedure Bulk (T : in out Any_Case);
   procedure Nothing (T : in out Any_Case);
   procedure Null_Result (T : in out Any_Case);

   overriding function Name (T : Test) return AUnit.Message_String is
     (AUnit.Format ("functions"));

   overriding procedure Register_Tests (T : in out Test) is
      use AUnit.Test_Cases.Registration;
   begin
      Register_Routine (T, Plain'Access, "allocate");
      Register_Routine (T, Aligned'Access, "allocate_aligned");
      Register_Routine (T, Bulk'Access, "copy, set and zero");
      Register_Routine (T, Nothing'Access, "null and a count of 0");
      Register_Routine (T, Null_Result'Access, "null results");
   end Register_Tests;

   procedure Plain (T : in out Any_Case) is
      pragma Unreferenced (T);
      Sizes : constant array (1 .. 5) of Integer_64 :=
        (0, 1, 8, 100, 100_000);
   begin
      for Size of Sizes loop
         declare
            Block : constant Address := Allocate (Size);
            Bytes : Storage_Array (1 .. Storage_Count (Size))
              with Import, Address => Block;
         begin
            Assert (Block /= Null_Address, "no block of" & Size'Image);
            Assert (Block mod 8 = 0, "not aligned to 8");
            Bytes := (others => 16#5A#);
            Free (Block, Size);
         end;
      end loop;
   end Plain;

   procedure Aligned (T : in out Any_Case) is
      pragma Unreferenced (T);
   begin
      for Power in 0 .. 12 loop
         declare
            Align : constant Integer_64 := 2**Power;
            Block : constant Address := Allocate_Aligned (100, Align);
         begin
            Assert (Block /= Null_Address, "no block at" & Align'Image);
            Assert
              (Block mod Storage_Offset (Align) = 0,
               "not aligned to" & Align'Image);
            Free_Aligned (Block, 100, Align);
         end;
      end loop;
   end Aligned;

   procedure Bulk (T : in out Any_Case) is
      pragma Unreferenced (T);
      Source, Target : Storage_Array (1 .. 16) := (others => 1);
   begin
      Set_Memory (Source'Address, -1, 16);
      Zero_Memory (Target'Address, 16);
      Copy_Memory (Target'Address, Source'Address, 15);
      Assert (Target (1 .. 15) = (1 .. 15 => 16#FF#), "not copied");
      Assert (Target (16) = 0, "more copied than was asked for");
   end Bulk;

   procedure Nothing (T : in out Any_Case) is
      pragma Unreferenced (T);
      Byte : Storage_Element := 1 with Volatile;
   begin
      Free (Null_Address, -1);
      Free_Aligned (Null_Address, -1, 3);
      Copy_Memory (Null_Address, Null_Address, 0);
      Set_Memory (Null_Address, 1, 0);
      Zero_Memory (Null_Address, 0);
      Zero_Memory (Byte'Address, 0);
      Assert (Byte = 1, "written with a count of 0");
   end Nothing;

   procedure Null_Result (T : in out Any_Case) is
      pragma Unreferenced (T);
   begin
      Assert (Allocate (-1) = Null_Address, "a negative size");
      Assert (Allocate (2**62) = Null_Address, "too large a size");
      Assert (Allocate_Aligned (8, 0) = Null_Address, "an alignment of 0");
      Assert (Allocate_Aligned (8, 24) = Null_Address, "an alignment of 24");
      Assert (Allocate_Aligned (8, -8) = Null_Address, "an alignment of -8");
   end Null_Result;

end Function_Tests;
