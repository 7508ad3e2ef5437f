--  SPDX-License-Identifier: MIT
--
--  Replaces strings and records at random, on both pools and the default pool
--  in turn. Prints each one's median, and its ratio to the default pool's.

with Ada.Real_Time; use Ada.Real_Time;
with Ada.Text_IO;   use Ada.Text_IO;
with Ada.Unchecked_Deallocation;
with Interfaces;    use Interfaces;
with Medians;       use Medians;
with Vera_Memory.Pools;

procedure Compare is

   Pool  : Vera_Memory.Pools.Pool;
   Exact : Vera_Memory.Pools.Exact_Pool;

   type Point is record
      X, Y, Z : Long_Float := 0.0;
   end record;

   type Default_Text is access String;
   type Pool_Text is access String with Storage_Pool => Pool;
   type Exact_Text is access String with Storage_Pool => Exact;

   type Default_Point is access Point;
   type Pool_Point is access Point with Storage_Pool => Pool;
   type Exact_Point is access Point with Storage_Pool => Exact;

   generic
      type Text is access String;
      type Point_Link is access Point;
   package Work is
      procedure Texts (Time_Taken : out Duration);
      procedure Points (Time_Taken : out Duration);
   end Work;

   package body Work is
      procedure Free is new Ada.Unchecked_Deallocation (String, Text);
      procedure Free is new Ada.Unchecked_Deallocation (Point, Point_Link);

      Live    : constant := 10_000;
      Changes : constant := 1_000_000;

      type Place is mod Live;

      Text_Of  : array (Place) of Text;
      Point_Of : array (Place) of Point_Link;

      --  Marsaglia's xorshift, so that the numbers are always the same.
      Number : Unsigned_64;

      procedure Advance with Inline;

      procedure Advance is
      begin
         Number := Number xor Shift_Left (Number, 13);
         Number := Number xor Shift_Right (Number, 7);
         Number := Number xor Shift_Left (Number, 17);
      end Advance;

      procedure Texts (Time_Taken : out Duration) is
         Start : constant Time := Clock;
         Where : Place;
      begin
         Number := 16#9E37_79B9_7F4A_7C15#;
         for Change in 1 .. Changes loop
            Advance;
            Where := Place (Shift_Right (Number, 40) mod Live);
            Free (Text_Of (Where));
            Text_Of (Where) := new String
              (1 .. Positive (1 + Shift_Right (Number, 20) mod 200));
            Text_Of (Where) (1) := 'x';
         end loop;
         for Item of Text_Of loop
            Free (Item);
         end loop;
         Time_Taken := To_Duration (Clock - Start);
      end Texts;

      procedure Points (Time_Taken : out Duration) is
         Start : constant Time := Clock;
         Where : Place;
      begin
         Number := 16#9E37_79B9_7F4A_7C15#;
         for Change in 1 .. Changes loop
            Advance;
            Where := Place (Shift_Right (Number, 40) mod Live);
            Free (Point_Of (Where));
            Point_Of (Where) := new Point;
         end loop;
         for Item of Point_Of loop
            Free (Item);
         end loop;
         Time_Taken := To_Duration (Clock - Start);
      end Points;
   end Work;

   package On_Default is new Work (Default_Text, Default_Point);
   package On_Pool is new Work (Pool_Text, Pool_Point);
   package On_Exact is new Work (Exact_Text, Exact_Point);

   type Subject is (On_The_Default, On_A_Pool, On_An_Exact_Pool);

   Rounds : constant := 15;
   Texts  : array (Subject) of Samples (1 .. Rounds);
   Points : array (Subject) of Samples (1 .. Rounds);

   procedure Put
     (What : String; On : Subject; Taken, By_Default : Duration);

   procedure Put
     (What : String; On : Subject; Taken, By_Default : Duration)
   is
      package Numbers is new Float_IO (Float);
   begin
      Put (What & ' ' & On'Image);
      Set_Col (26);
      Numbers.Put (Float (Taken) * 1.0E3, Fore => 4, Aft => 1, Exp => 0);
      Put (" ms ");
      Numbers.Put
        (Float (Taken) / Float (By_Default), Fore => 1, Aft => 2, Exp => 0);
      New_Line;
   end Put;

begin
   for Round in 1 .. Rounds loop
      On_Default.Texts (Texts (On_The_Default) (Round));
      On_Pool.Texts (Texts (On_A_Pool) (Round));
      On_Exact.Texts (Texts (On_An_Exact_Pool) (Round));
      On_Default.Points (Points (On_The_Default) (Round));
      On_Pool.Points (Points (On_A_Pool) (Round));
      On_Exact.Points (Points (On_An_Exact_Pool) (Round));
   end loop;
   for On in Subject loop
      Put ("strings", On, Median (Texts (On)),
           Median (Texts (On_The_Default)));
   end loop;
   for On in Subject loop
      Put ("records", On, Median (Points (On)),
           Median (Points (On_The_Default)));
   end loop;
end Compare;
