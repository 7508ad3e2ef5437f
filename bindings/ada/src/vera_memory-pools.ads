--  SPDX-License-Identifier: MIT
--
--  Storage pools on libvera_memory:
--
--    Pool : Vera_Memory.Pools.Pool;
--    type Link is access Node with Storage_Pool => Pool;
--
--  Allocators raise Storage_Error if there is no memory. All pools share one
--  library: a pool has no memory of its own, is as good as any other of its
--  type, and frees nothing when it is finalized.
--
--  If the bounds of an object are known only at run time, GNAT 12 does not
--  detect that its size overflows, whatever the pool, and asks for what is
--  left of the size.
--
--  Misuse is reported as Vera_Memory describes; what Pool itself detects only
--  raises Program_Error. With VERA_MEMORY_MODE=fast, the default, a second
--  free may go unnoticed at first, and its block may be handed out twice. With
--  check, most objects stand on pages that become inaccessible when they are
--  freed. A use faults there. So does a second free that must read the bounds
--  of the object or the note of Pool. GNAT turns a fault into Storage_Error,
--  with another message than for no memory. The call sites that check mode
--  prints are in the body of this package, and the sizes it prints for a Pool
--  include the bytes before the object.

with System;
with System.Storage_Elements;
with System.Storage_Pools;

package Vera_Memory.Pools is

   pragma Preelaborate;

   package Storage renames System.Storage_Elements;

   type Pool is new System.Storage_Pools.Root_Storage_Pool with null record;
   --  For objects of every type. Size and alignment are kept before the
   --  object, in eight bytes or as many as its alignment if that is more,
   --  because compilers do not always free an object with the size and
   --  alignment they allocated it with.

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
   --  Storage_Count'Last: only the system sets a limit.

   type Exact_Pool is
     new System.Storage_Pools.Root_Storage_Pool with null record;
   --  Keeps nothing besides the object. It relies on the rule (RM 13.11.2)
   --  that Deallocate gets the size and alignment that Allocate got. GNAT 12
   --  breaks that rule for
   --    - private types of which only the full view has discriminants,
   --    - class-wide objects whose initial value is of a type that is aligned
   --      more strictly than the root of its class.
   --  Use Pool for those. To be sure of other types, run the program once with
   --  VERA_MEMORY_MODE=check in its environment: a line reports the first
   --  object that is freed with another size or alignment.

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
