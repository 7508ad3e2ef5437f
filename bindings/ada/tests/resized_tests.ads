--  SPDX-License-Identifier: MIT
--
--  Objects that the compiler gives back in another size or alignment than it
--  asked for, which Vera_Memory.Pools.Pool is for, and what it refuses.

with AUnit;
with AUnit.Test_Cases;

package Resized_Tests is

   type Test is new AUnit.Test_Cases.Test_Case with null record;

   overriding function Name (T : Test) return AUnit.Message_String;

   overriding procedure Register_Tests (T : in out Test);

end Resized_Tests;
