--  SPDX-License-Identifier: MIT
--
--  The functions of libvera_memory as they are: raw memory, whose free is told
--  the size. Storage pools are in Vera_Memory.Pools.
--
--  All may be called from any task, and a block may be freed by another task
--  than the one that allocated it. Misuse (another size or alignment at a
--  free, a second free) is told by a line on standard error, at once or when
--  the block leaves the task's cache, and then by abort, of which GNAT makes
--  Program_Error.

with Interfaces;
with System;

package Vera_Memory is

   --  Not Pure: two calls of Allocate with the same size are not one.
   pragma Preelaborate;

   function Allocate (Size : Interfaces.Integer_64) return System.Address
     with Import, Convention => C, External_Name => "vera_memory_allocate";
   --  A block of Size bytes at a multiple of 8, its content unspecified, or
   --  Null_Address: Size is negative, or there is not that much memory. A Size
   --  of 0 counts as 1.

   function Allocate_Aligned
     (Size  : Interfaces.Integer_64;
      Align : Interfaces.Integer_64) return System.Address
     with Import, Convention => C,
          External_Name => "vera_memory_allocate_aligned";
   --  The same at a multiple of Align and of 8. Null_Address also where Align
   --  is not a positive power of two.

   procedure Free (Addr : System.Address; Size : Interfaces.Integer_64)
     with Import, Convention => C, External_Name => "vera_memory_free";
   --  Gives back a block of Allocate, of the same Size. Nothing happens with
   --  Null_Address.

   procedure Free_Aligned
     (Addr  : System.Address;
      Size  : Interfaces.Integer_64;
      Align : Interfaces.Integer_64)
     with Import, Convention => C, External_Name => "vera_memory_free_aligned";
   --  Gives back a block of Allocate_Aligned, of the same Size and Align.
   --  Nothing happens with Null_Address.

   procedure Copy_Memory
     (Dest  : System.Address;
      Src   : System.Address;
      Count : Interfaces.Integer_64)
     with Import, Convention => C, External_Name => "vera_memory_copy_memory";
   --  Copies Count bytes, which do not overlap unless they are the same.

   procedure Set_Memory
     (Dest  : System.Address;
      Value : Interfaces.Integer_8;
      Count : Interfaces.Integer_64)
     with Import, Convention => C, External_Name => "vera_memory_set_memory";
   --  Sets Count bytes to Value, by its bit pattern.

   procedure Zero_Memory
     (Dest : System.Address; Count : Interfaces.Integer_64)
     with Import, Convention => C, External_Name => "vera_memory_zero_memory";
   --  Sets Count bytes to 0.

end Vera_Memory;
