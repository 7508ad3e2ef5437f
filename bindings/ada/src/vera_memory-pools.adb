--  SPDX-License-Identifier: MIT

package body Vera_Memory.Pools is

   use type Interfaces.Unsigned_64;
   use type Storage.Storage_Offset;
   use type System.Address;

   Least_Alignment : constant := 8;
   --  Every block of the library has it.

   Note_Size : constant := 8;

   --  An object of Pool follows a prefix of as many bytes as its alignment, at
   --  least eight. The last eight bytes of the prefix are a note. It holds the
   --  size of the library's block, which is prefix and object, and its
   --  alignment.

   type Note is record
      Size  : Interfaces.Unsigned_64 range 0 .. 2**58;
      Power : Natural range 3 .. 31;
   end record with Size => Note_Size * System.Storage_Unit;

   for Note use record
      Size  at 0 range 0 .. 58;
      Power at 0 range 59 .. 63;
   end record;

   Largest : constant :=
     2**Integer'Min (58, Storage.Storage_Offset'Size - 1) - 1;
   --  The largest number of bytes that is a count and fits into a note.

   procedure Raise_No_Memory (Size, Alignment : Storage.Storage_Count)
     with No_Return;

   function Power_Of (Alignment : Storage.Storage_Count) return Natural;
   --  The exponent: Alignment is 2**Power_Of (Alignment).

   function Allocate_Block
     (Size, Alignment : Storage.Storage_Count) return System.Address
     with Inline;
   --  Returns Null_Address if there is no memory.

   procedure Free_Block
     (Block : System.Address; Size, Alignment : Storage.Storage_Count)
     with Inline;
   --  Size and Alignment are those given to Allocate_Block.

   ---------------------
   -- Raise_No_Memory --
   ---------------------

   procedure Raise_No_Memory (Size, Alignment : Storage.Storage_Count) is
   begin
      raise Storage_Error with
        "vera_memory: no memory for"
        & (if Size'Valid then Size'Image
           else " more than" & Storage.Storage_Count'Last'Image)
        & " bytes at alignment" & Alignment'Image;
   end Raise_No_Memory;

   --------------
   -- Power_Of --
   --------------

   function Power_Of (Alignment : Storage.Storage_Count) return Natural is
      Power : Natural := 0;
   begin
      while 2**Power < Alignment loop
         Power := Power + 1;
      end loop;
      return Power;
   end Power_Of;

   --------------------
   -- Allocate_Block --
   --------------------

   function Allocate_Block
     (Size, Alignment : Storage.Storage_Count) return System.Address is
     (if Alignment <= Least_Alignment
      then Vera_Memory.Allocate (Interfaces.Integer_64 (Size))
      else Allocate_Aligned
        (Interfaces.Integer_64 (Size), Interfaces.Integer_64 (Alignment)));

   ----------------
   -- Free_Block --
   ----------------

   procedure Free_Block
     (Block : System.Address; Size, Alignment : Storage.Storage_Count) is
   begin
      if Alignment <= Least_Alignment then
         Free (Block, Interfaces.Integer_64 (Size));
      else
         Free_Aligned
           (Block,
            Interfaces.Integer_64 (Size),
            Interfaces.Integer_64 (Alignment));
      end if;
   end Free_Block;

   --------------
   -- Allocate --
   --------------

   overriding procedure Allocate
     (Self            : in out Pool;
      Storage_Address : out System.Address;
      Size            : Storage.Storage_Count;
      Alignment       : Storage.Storage_Count)
   is
      pragma Unreferenced (Self);
      Before : constant Storage.Storage_Count :=
        Storage.Storage_Count'Max (Alignment, Note_Size);
      Block  : System.Address := System.Null_Address;
   begin
      --  GNAT asks for -1 bytes if the size of an object overflows.
      if Size'Valid and then Before <= Largest
        and then Size <= Largest - Before
      then
         Block := Allocate_Block (Before + Size, Before);
      end if;
      if Block = System.Null_Address then
         Raise_No_Memory (Size, Alignment);
      end if;
      Storage_Address := Block + Before;
      declare
         Kept : Note with
           Import, Address => Storage_Address - Note_Size;
      begin
         Kept :=
           (Size  => Interfaces.Unsigned_64 (Before + Size),
            Power => Power_Of (Before));
      end;
   end Allocate;

   overriding procedure Allocate
     (Self            : in out Exact_Pool;
      Storage_Address : out System.Address;
      Size            : Storage.Storage_Count;
      Alignment       : Storage.Storage_Count)
   is
      pragma Unreferenced (Self);
   begin
      Storage_Address := Allocate_Block (Size, Alignment);
      if Storage_Address = System.Null_Address then
         Raise_No_Memory (Size, Alignment);
      end if;
   end Allocate;

   ----------------
   -- Deallocate --
   ----------------

   overriding procedure Deallocate
     (Self            : in out Pool;
      Storage_Address : System.Address;
      Size            : Storage.Storage_Count;
      Alignment       : Storage.Storage_Count)
   is
      pragma Unreferenced (Self, Size, Alignment);
      Kept   : constant Note with
        Import, Address => Storage_Address - Note_Size;
      Before : constant Storage.Storage_Count := 2**Kept.Power;
   begin
      --  After a wrong access type or an earlier free, these are other bytes.
      if not (Kept.Size'Valid and then Kept.Power'Valid)
        or else Storage_Address mod Before /= 0
      then
         raise Program_Error with
           "vera_memory: misuse: expected an object of Pool not freed before";
      end if;
      Free_Block
        (Storage_Address - Before,
         Storage.Storage_Count (Kept.Size),
         Before);
   end Deallocate;

   overriding procedure Deallocate
     (Self            : in out Exact_Pool;
      Storage_Address : System.Address;
      Size            : Storage.Storage_Count;
      Alignment       : Storage.Storage_Count)
   is
      pragma Unreferenced (Self);
   begin
      Free_Block (Storage_Address, Size, Alignment);
   end Deallocate;

   ------------------
   -- Storage_Size --
   ------------------

   overriding function Storage_Size
     (Self : Pool) return Storage.Storage_Count
   is
      pragma Unreferenced (Self);
   begin
      return Storage.Storage_Count'Last;
   end Storage_Size;

   overriding function Storage_Size
     (Self : Exact_Pool) return Storage.Storage_Count
   is
      pragma Unreferenced (Self);
   begin
      return Storage.Storage_Count'Last;
   end Storage_Size;

end Vera_Memory.Pools;
