--  SPDX-License-Identifier: MIT
--
--  The functions of libvera_memory as they are: raw memory, freed with its
--  size. Storage pools are in Vera_Memory.Pools.
--
--  Any task may call any of them, and any task may free a block. On misuse (a
--  free with another size or alignment, a second free) the library prints one
--  line on standard error and aborts, which GNAT turns into Program_Error.
--  It finds misuse at once or when the block leaves the task's cache.

with Interfaces;
with System;

package Vera_Memory is

   --  Not Pure, or two calls of Allocate with one size might become one.
   pragma Preelaborate;

   function Allocate (Size : Interfaces.Integer_64) return System.Address
     with Import, Convention => C, External_Name => "vera_memory_allocate";
   --  Returns a block of Size bytes at a multiple of 8, its content
   --  unspecified. Returns Null_Address if Size is negative or there is not
   --  that much memory. A Size of 0 counts as 1.

   function Allocate_Aligned
     (Size  : Interfaces.Integer_64;
      Align : Interfaces.Integer_64) return System.Address
     with Import, Convention => C,
          External_Name => "vera_memory_allocate_aligned";
   --  The same at a multiple of Align and of 8. Also returns Null_Address if
   --  Align is not a positive power of two.

   procedure Free (Addr : System.Address; Size : Interfaces.Integer_64)
     with Import, Convention => C, External_Name => "vera_memory_free";
   --  Frees a block that Allocate returned for the same Size. Does nothing for
   --  Null_Address.

   procedure Free_Aligned
     (Addr  : System.Address;
      Size  : Interfaces.Integer_64;
      Align : Interfaces.Integer_64)
     with Import, Convention => C, External_Name => "vera_memory_free_aligned";
   --  Frees a block that Allocate_Aligned returned for the same Size and
   --  Align. Does nothing for Null_Address.

   procedure Copy_Memory
     (Dest  : System.Address;
      Src   : System.Address;
      Count : Interfaces.Integer_64)
     with Import, Convention => C, External_Name => "vera_memory_copy_memory";
   --  Copies Count bytes. The two ranges must not overlap, unless they are the
   --  same.

   procedure Set_Memory
     (Dest  : System.Address;
      Value : Interfaces.Integer_8;
      Count : Interfaces.Integer_64)
     with Import, Convention => C, External_Name => "vera_memory_set_memory";
   --  Sets Count bytes to the bit pattern of Value.

   procedure Zero_Memory
     (Dest : System.Address; Count : Interfaces.Integer_64)
     with Import, Convention => C, External_Name => "vera_memory_zero_memory";
   --  Sets Count bytes to 0.

end Vera_Memory;
