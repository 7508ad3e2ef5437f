--  SPDX-License-Identifier: MIT
--
--  The functions of the library, called directly.

with AUnit;
with AUnit.Test_Cases;

package Function_Tests is

   type Test is new AUnit.Test_Cases.Test_Case with null record;

   overriding function Name (T : Test) return AUnit.Message_String;

   overriding procedure Register_Tests (T : in out Test);

end Function_Tests;
