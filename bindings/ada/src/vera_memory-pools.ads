--  SPDX-License-Identifier: MIT
--
--  Storage pools on libvera_memory:
--
--    Pool : Vera_Memory.Pools.Pool;
--    type Link is access Node with Storage_Pool => Pool;
--
--  Allocators raise Storage_Error where there is no memory. All pools share
--  the one library: a pool has no memory of its own, is as good as any other
--  of its type, and frees nothing when it ends.
--
--  Where the bounds of an object are known only at run time, GNAT 12 does not
--  see its size overflow, with no pool, and asks for what is left of it.
--
--  Misuse is told as Vera_Memory says, and what Pool sees by Program_Error
--  alone. With VERA_MEMORY_MODE=fast, the default, a second free may pass at
--  first, and its block be handed out twice. With check most objects have a
--  page that cannot be touched once they are freed. A use faults there, and
--  so does a second free that has to read the bounds of the object or what
--  Pool keeps; GNAT makes Storage_Error of a fault, with other words than of
--  no memory. The places that check mode names are in the body of this
--  package, and its sizes of a Pool include what that keeps.

with System;
with System.Storage_Elements;
with System.Storage_Pools;

package Vera_Memory.Pools is

   pragma Preelaborate;

   package Storage renames System.Storage_Elements;

   type Pool is new System.Storage_Pools.Root_Storage_Pool with null record;
   --  For objects of every type. Size and alignment are kept in eight bytes
   --  before an object, or as many as it is aligned to, because compilers do
   --  not always give back those that they asked for.

   overriding procedure Allocate
     (Self            : in out Pool;
      Storage_Address : out System.Address;
      Size            : Storage.Storage_Count;
      Alignment       : Storage.Storage_Count);

   overriding procedure Deallocate
     (Self            : in out Pool;
      Storage_Address : System.Address;
      Size            : Storage.Storage_Count;
      Alignment       : Storage.Storage_Count);

   overriding function Storage_Size
     (Self : Pool) return Storage.Storage_Count;
   --  There is no limit but that of the system.

   type Exact_Pool is
     new System.Storage_Pools.Root_Storage_Pool with null record;
   --  The same with nothing kept beside an object. It relies on the rule (RM
   --  13.11.2) that Deallocate is given the size and alignment of Allocate.
   --  GNAT 12 breaks it for
   --    - private types of which only the full view has discriminants,
   --    - class-wide objects whose initial value is of a type that is aligned
   --      more strictly than the root of its class.
   --  Those are for Pool. To be sure of others, run the program once with
   --  VERA_MEMORY_MODE=check in its environment: a line names the first object
   --  that is given back in another size or alignment.

   overriding procedure Allocate
     (Self            : in out Exact_Pool;
      Storage_Address : out System.Address;
      Size            : Storage.Storage_Count;
      Alignment       : Storage.Storage_Count);

   overriding procedure Deallocate
     (Self            : in out Exact_Pool;
      Storage_Address : System.Address;
      Size            : Storage.Storage_Count;
      Alignment       : Storage.Storage_Count);

   overriding function Storage_Size
     (Self : Exact_Pool) return Storage.Storage_Count;

end Vera_Memory.Pools;
