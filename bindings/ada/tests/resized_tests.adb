--  SPDX-License-Identifier: MIT

with Ada.Unchecked_Conversion;
with Ada.Unchecked_Deallocation;
with AUnit.Assertions; use AUnit.Assertions;
with System;
with Vera_Memory.Pools;

package body Resized_Tests is

   subtype Any_Case is AUnit.Test_Cases.Test_Case'Class;

   procedure Hidden_Discriminants (T : in out Any_Case);
   procedure Aligned_In_Class (T : in out Any_Case);
   procedure Wrong_Access_Type (T : in out Any_Case);

   Pool : Vera_Memory.Pools.Pool;

   overriding function Name (T : Test) return AUnit.Message_String is
     (AUnit.Format ("freed with another size"));

   overriding procedure Register_Tests (T : in out Test) is
      use AUnit.Test_Cases.Registration;
   begin
      Register_Routine (T, Hidden_Discriminants'Access, "private types");
      Register_Routine (T, Aligned_In_Class'Access, "alignment in a class");
      Register_Routine (T, Wrong_Access_Type'Access, "another access type");
   end Register_Tests;

   package Texts is
      type Text is private;
      procedure Assign (Self : in out Text; Value : String);
      function Value (Self : Text) return String;
   private
      subtype Text_Length is Natural range 0 .. 2000;
      type Text (Length : Text_Length := 0) is record
         Value : String (1 .. Length);
      end record;
   end Texts;

   package body Texts is
      procedure Assign (Self : in out Text; Value : String) is
      begin
         Self := (Length => Value'Length, Value => Value);
      end Assign;

      function Value (Self : Text) return String is (Self.Value);
   end Texts;

   type Text_Link is access Texts.Text with Storage_Pool => Pool;
   procedure Free is new Ada.Unchecked_Deallocation (Texts.Text, Text_Link);

   procedure Hidden_Discriminants (T : in out Any_Case) is
      pragma Unreferenced (T);
      Item : Text_Link := new Texts.Text;
   begin
      Texts.Assign (Item.all, "a few words");
      Assert (Texts.Value (Item.all) = "a few words", "other words");
      Free (Item);
   end Hidden_Discriminants;

   package Classes is
      type Root is tagged null record;
      type Line is array (1 .. 16) of Integer with Alignment => 64;
      type Aligned is new Root with record
         Item : Line := (others => 7);
      end record;
   end Classes;

   type Class_Link is access Classes.Root'Class with Storage_Pool => Pool;
   procedure Free is
     new Ada.Unchecked_Deallocation (Classes.Root'Class, Class_Link);

   procedure Aligned_In_Class (T : in out Any_Case) is
      pragma Unreferenced (T);
      use type Classes.Line;
      Value : constant Classes.Aligned := (others => <>);
      Item  : Class_Link :=
        new Classes.Root'Class'(Classes.Root'Class (Value));
   begin
      Assert
        (Classes.Aligned (Item.all).Item = Value.Item, "not what was written");
      Free (Item);
   end Aligned_In_Class;

   type Word is new String (1 .. 3);
   type Word_Link is access Word with Storage_Pool => Pool;
   procedure Free is new Ada.Unchecked_Deallocation (Word, Word_Link);

   type String_Link is access String with Storage_Pool => Pool;
   procedure Free is new Ada.Unchecked_Deallocation (String, String_Link);

   procedure Wrong_Access_Type (T : in out Any_Case) is
      pragma Unreferenced (T);
      function As_Word is
        new Ada.Unchecked_Conversion (System.Address, Word_Link);
      Item  : String_Link := new String'("abc");
      Wrong : Word_Link := As_Word (Item.all'Address);
   begin
      begin
         Free (Wrong);
         Assert (False, "freed without its bounds");
      exception
         when Program_Error => null;
      end;
      Free (Item);
   end Wrong_Access_Type;

end Resized_Tests;
