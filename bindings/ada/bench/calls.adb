--  SPDX-License-Identifier: MIT
--
--  Prints two numbers, in nanoseconds: a raw pair of Allocate and Free of 64
--  bytes, and an allocator with its Unchecked_Deallocation on a Pool.

with Ada.Real_Time; use Ada.Real_Time;
with Ada.Text_IO;
with Ada.Unchecked_Deallocation;
with Medians;
with System;
with Vera_Memory.Pools;

procedure Calls is

   Pairs : constant := 1_000_000;

   Pool : Vera_Memory.Pools.Pool;

   type Bytes is new String (1 .. 64);
   type Link is access Bytes with Storage_Pool => Pool;
   procedure Free is new Ada.Unchecked_Deallocation (Bytes, Link);

   procedure Raw_Pair with Inline;
   procedure Object with Inline;

   procedure Raw_Pair is
      Block : constant System.Address := Vera_Memory.Allocate (64);
   begin
      Vera_Memory.Free (Block, 64);
   end Raw_Pair;

   procedure Object is
      Item : Link := new Bytes;
   begin
      Free (Item);
   end Object;

   generic
      with procedure Pair;
   procedure Measure;
   --  Prints the median round.

   procedure Measure is
      package Nanoseconds is new Ada.Text_IO.Float_IO (Float);
      Rounds : Medians.Samples (1 .. 15);
      Start  : Time;
   begin
      for Round of Rounds loop
         Start := Clock;
         for Count in 1 .. Pairs loop
            Pair;
         end loop;
         Round := To_Duration (Clock - Start);
      end loop;
      Nanoseconds.Put
        (Float (Medians.Median (Rounds)) * 1.0E9 / Float (Pairs),
         Fore => 0, Aft => 1, Exp => 0);
   end Measure;

   procedure Measure_Raw_Pair is new Measure (Raw_Pair);
   procedure Measure_Object is new Measure (Object);

begin
   Measure_Raw_Pair;
   Ada.Text_IO.Put (' ');
   Measure_Object;
   Ada.Text_IO.New_Line;
end Calls;
