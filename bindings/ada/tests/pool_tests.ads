--  SPDX-License-Identifier: MIT
--
--  What both pools promise. In check mode, the library verifies that each
--  block is freed with the size and alignment it was allocated with.

with AUnit;
with AUnit.Test_Cases;
with System.Storage_Pools;

package Pool_Tests is

   type Pool_Access is
     access all System.Storage_Pools.Root_Storage_Pool'Class;

   type Test (Pool : not null Pool_Access) is
     new AUnit.Test_Cases.Test_Case with null record;

   overriding function Name (T : Test) return AUnit.Message_String;

   overriding procedure Register_Tests (T : in out Test);

end Pool_Tests;
