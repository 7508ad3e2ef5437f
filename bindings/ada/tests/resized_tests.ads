--  SPDX-License-Identifier: MIT
--
--  Objects that the compiler frees with another size or alignment than it
--  allocated them with: the reason for Vera_Memory.Pools.Pool. Also what that
--  pool refuses.

with AUnit;
with AUnit.Test_Cases;

package Resized_Tests is

   type Test is new AUnit.Test_Cases.Test_Case with null record;

   overriding function Name (T : Test) return AUnit.Message_String;

   overriding procedure Register_Tests (T : in out Test);

end Resized_Tests;
