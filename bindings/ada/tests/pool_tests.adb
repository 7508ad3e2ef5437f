--  SPDX-License-Identifier: MIT

with Ada.Exceptions;
with Ada.Finalization;
with Ada.Tags;
with Ada.Unchecked_Deallocation;
with AUnit.Assertions;        use AUnit.Assertions;
with Interfaces;
with Resident;
with System;                  use System;
with System.Storage_Elements; use System.Storage_Elements;
with System.Storage_Pools;    use System.Storage_Pools;

package body Pool_Tests is

   subtype Any_Case is AUnit.Test_Cases.Test_Case'Class;
   subtype Any_Pool is Root_Storage_Pool'Class;

   procedure Strings (T : in out Any_Case);
   procedure Aligned (T : in out Any_Case);
   procedure Classes (T : in out Any_Case);
   procedure Controlled (T : in out Any_Case);
   procedure Tasks_And_Protected (T : in out Any_Case);
   procedure Empty (T : in out Any_Case);
   procedure No_Memory (T : in out Any_Case);
   procedure No_Size (T : in out Any_Case);
   procedure Round_Trip (T : in out Any_Case);
   procedure No_Growth (T : in out Any_Case);
   procedure Two_Tasks (T : in out Any_Case);

   overriding function Name (T : Test) return AUnit.Message_String is
     (AUnit.Format (Ada.Tags.Expanded_Name (T.Pool'Tag)));

   overriding procedure Register_Tests (T : in out Test) is
      use AUnit.Test_Cases.Registration;
   begin
      Register_Routine (T, Strings'Access, "strings");
      Register_Routine (T, Aligned'Access, "alignment");
      Register_Routine (T, Classes'Access, "class-wide objects");
      Register_Routine (T, Controlled'Access, "controlled objects");
      Register_Routine
        (T, Tasks_And_Protected'Access, "tasks and protected objects");
      Register_Routine (T, Empty'Access, "empty objects, and null");
      Register_Routine (T, No_Memory'Access, "Storage_Error");
      Register_Routine (T, No_Size'Access, "a size that overflows");
      Register_Routine (T, Round_Trip'Access, "round trip");
      Register_Routine (T, No_Growth'Access, "no growth");
      Register_Routine (T, Two_Tasks'Access, "two tasks");
   end Register_Tests;

   function Pool_Of (T : Any_Case) return Pool_Access is (Test (T).Pool);

   procedure Strings (T : in out Any_Case) is
      Pool : Any_Pool renames Pool_Of (T).all;

      type Text is access String with Storage_Pool => Pool;
      procedure Free is new Ada.Unchecked_Deallocation (String, Text);

      Texts : array (0 .. 300) of Text;
   begin
      for Length in Texts'Range loop
         Texts (Length) := new String'(1 .. Length => 'x');
      end loop;
      for Length in Texts'Range loop
         Assert
           (Texts (Length).all = (1 .. Length => 'x'),
            "not what was written:" & Length'Image);
         Free (Texts (Length));
         Assert (Texts (Length) = null, "not null after the free");
      end loop;
   end Strings;

   procedure Aligned (T : in out Any_Case) is
      Pool : Any_Pool renames Pool_Of (T).all;

      type Line is new String (1 .. 64) with Alignment => 64;
      type Link is access Line with Storage_Pool => Pool;
      procedure Free is new Ada.Unchecked_Deallocation (Line, Link);

      Where : Address;
   begin
      for Round in 1 .. 10 loop
         declare
            Item : Link := new Line'(1 .. 64 => 'x');
         begin
            Assert (Item.all'Address mod 64 = 0, "not aligned to 64");
            Assert (Item.all = (1 .. 64 => 'x'), "not what was written");
            Free (Item);
         end;
      end loop;
      for Power in 0 .. 12 loop
         Allocate (Pool, Where, 100, 2**Power);
         Assert (Where mod 2**Power = 0, "not aligned to 2 **" & Power'Image);
         Deallocate (Pool, Where, 100, 2**Power);
      end loop;
   end Aligned;

   package Shapes is
      type Shape is tagged record
         Letter : Character := 's';
      end record;

      type Named (Length : Natural) is new Shape with record
         Text : String (1 .. Length) := (others => 'n');
         Real : Long_Long_Float := 1.0;
      end record;
   end Shapes;

   procedure Classes (T : in out Any_Case) is
      Pool : Any_Pool renames Pool_Of (T).all;

      type Link is access Shapes.Shape'Class with Storage_Pool => Pool;
      procedure Free is
        new Ada.Unchecked_Deallocation (Shapes.Shape'Class, Link);

      Plain : Link := new Shapes.Shape;
      Named : Link := new Shapes.Named (99);
   begin
      Assert (Plain.Letter = 's', "not as declared");
      Assert (Shapes.Named (Named.all).Text = (1 .. 99 => 'n'), "not filled");
      Free (Plain);
      Free (Named);
   end Classes;

   package Counted is
      type Item is new Ada.Finalization.Controlled with record
         Bytes : String (1 .. 13);
      end record;
      overriding procedure Finalize (Self : in out Item);

      Finalized : Natural := 0;
   end Counted;

   package body Counted is
      overriding procedure Finalize (Self : in out Item) is
         pragma Unreferenced (Self);
      begin
         Finalized := Finalized + 1;
      end Finalize;
   end Counted;

   procedure Controlled (T : in out Any_Case) is
      Pool : Any_Pool renames Pool_Of (T).all;

      type Link is access Counted.Item with Storage_Pool => Pool;
      procedure Free is new Ada.Unchecked_Deallocation (Counted.Item, Link);

      type Item_Array is array (Positive range <>) of Counted.Item;
      type Array_Link is access Item_Array with Storage_Pool => Pool;
      procedure Free is
        new Ada.Unchecked_Deallocation (Item_Array, Array_Link);

      One  : Link := new Counted.Item;
      Many : Array_Link := new Item_Array (1 .. 3);
   begin
      Counted.Finalized := 0;
      Free (One);
      Free (Many);
      Assert (Counted.Finalized = 4, "finalized:" & Counted.Finalized'Image);
   end Controlled;

   task type Worker;

   task body Worker is
   begin
      null;
   end Worker;

   protected type Counter is
      procedure Increment;
      function Value return Natural;
   private
      Count : Natural := 0;
   end Counter;

   protected body Counter is
      procedure Increment is
      begin
         Count := Count + 1;
      end Increment;

      function Value return Natural is (Count);
   end Counter;

   procedure Tasks_And_Protected (T : in out Any_Case) is
      Pool : Any_Pool renames Pool_Of (T).all;

      type Worker_Link is access Worker with Storage_Pool => Pool;
      procedure Free is new Ada.Unchecked_Deallocation (Worker, Worker_Link);

      type Counter_Link is access Counter with Storage_Pool => Pool;
      procedure Free is new Ada.Unchecked_Deallocation (Counter, Counter_Link);

      Running  : Worker_Link := new Worker;
      Counting : Counter_Link := new Counter;
   begin
      Counting.Increment;
      Assert (Counting.Value = 1, "not incremented");
      Free (Counting);
      while not Running.all'Terminated loop
         delay 0.001;
      end loop;
      Free (Running);
   end Tasks_And_Protected;

   procedure Empty (T : in out Any_Case) is
      Pool : Any_Pool renames Pool_Of (T).all;

      type Nothing is null record;
      type Link is access Nothing with Storage_Pool => Pool;
      procedure Free is new Ada.Unchecked_Deallocation (Nothing, Link);

      One     : Link := new Nothing;
      Other   : Link := new Nothing;
      No_Link : Link;
   begin
      Assert (One.all'Address /= Other.all'Address, "the same address twice");
      Free (One);
      Free (Other);
      Free (No_Link);
   end Empty;

   procedure No_Memory (T : in out Any_Case) is
      Pool  : Any_Pool renames Pool_Of (T).all;
      Where : Address;

      procedure Refused (Size, Alignment : Storage_Count);
      --  Expects a message that contains both.

      procedure Refused (Size, Alignment : Storage_Count) is
      begin
         Allocate (Pool, Where, Size, Alignment);
         Assert (False, "a block of" & Size'Image);
      exception
         when Error : Storage_Error =>
            Assert
              (Ada.Exceptions.Exception_Message (Error) =
                 "vera_memory: no memory for" & Size'Image
                 & " bytes at alignment" & Alignment'Image,
               Ada.Exceptions.Exception_Message (Error));
      end Refused;
   begin
      Refused (2**56, 1);
      Refused (2**56, 64);
      Refused (2**62, 8);
      Refused (Storage_Count'Last, 8);
      Refused (1, 2**62);
      Assert (Storage_Size (Pool) = Storage_Count'Last, "there is a limit");
      Allocate (Pool, Where, 100, 8);
      Deallocate (Pool, Where, 100, 8);
   end No_Memory;

   --  The size comes from an allocator, which does not check its range.
   procedure No_Size (T : in out Any_Case) is
      Pool : Any_Pool renames Pool_Of (T).all;

      type Word_Array is
        array (Long_Integer range <>) of Interfaces.Integer_64;
      type Link is access Word_Array with Storage_Pool => Pool;

      Item : Link;
   begin
      Item := new Word_Array (1 .. 2**61);
      Assert (False, "an array of" & Item'Length'Image);
   exception
      when Error : Storage_Error =>
         Assert
           (Ada.Exceptions.Exception_Message (Error) =
              "vera_memory: no memory for more than"
              & Storage_Count'Last'Image & " bytes at alignment 8",
            Ada.Exceptions.Exception_Message (Error));
   end No_Size;

   procedure Round_Trip (T : in out Any_Case) is
      Pool : Any_Pool renames Pool_Of (T).all;

      subtype Bytes is Storage_Array (1 .. 2**20);
      type Link is access Bytes with Storage_Pool => Pool;
      procedure Free is new Ada.Unchecked_Deallocation (Bytes, Link);

      Original : Link := new Bytes;
      Copy     : Link;
   begin
      for Place in Original'Range loop
         Original (Place) := Storage_Element (Place mod 251);
      end loop;
      Copy := new Bytes'(Original.all);
      Free (Original);
      for Place in Copy'Range loop
         Assert
           (Copy (Place) = Storage_Element (Place mod 251),
            "another byte at" & Place'Image);
      end loop;
      Free (Copy);
   end Round_Trip;

   procedure No_Growth (T : in out Any_Case) is
      Pool : Any_Pool renames Pool_Of (T).all;

      type Text is access String with Storage_Pool => Pool;
      procedure Free is new Ada.Unchecked_Deallocation (String, Text);

      procedure Pairs;

      procedure Pairs is
         Item : Text;
      begin
         for Round in 1 .. 100_000 loop
            Item := new String (1 .. 1 + Round mod 1000);
            Item (Item'Last) := 'x';
            Free (Item);
         end loop;
      end Pairs;

      Before, After : Natural;
   begin
      Pairs;
      Before := Resident.Size;
      Pairs;
      After := Resident.Size;
      Assert
        (After < Before + 1024,
         "from" & Before'Image & " to" & After'Image & " KiB");
   end No_Growth;

   procedure Two_Tasks (T : in out Any_Case) is
      Pool : Any_Pool renames Pool_Of (T).all;

      type Text is access String with Storage_Pool => Pool;
      procedure Free is new Ada.Unchecked_Deallocation (String, Text);

      task Maker is
         entry Take (Item : out Text);
      end Maker;

      task body Maker is
         Own, Given : Text;
      begin
         for Round in 1 .. 5_000 loop
            Own := new String'(1 .. Round mod 300 => 'm');
            Given := new String'(1 .. Round mod 300 => 'g');
            Free (Own);
            accept Take (Item : out Text) do
               Item := Given;
            end Take;
         end loop;
      end Maker;

      Own, Taken : Text;
      Wrong      : Natural := 0;
   begin
      for Round in 1 .. 5_000 loop
         Own := new String'(1 .. Round mod 300 => 'o');
         Maker.Take (Taken);
         if Taken.all /= (1 .. Round mod 300 => 'g')
           or else Own.all /= (1 .. Round mod 300 => 'o')
         then
            Wrong := Wrong + 1;
         end if;
         Free (Taken);
         Free (Own);
      end loop;
      Assert (Wrong = 0, "not what was written:" & Wrong'Image);
   end Two_Tasks;

end Pool_Tests;
