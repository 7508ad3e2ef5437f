--  SPDX-License-Identifier: MIT

with AUnit.Test_Suites;

package All_Tests is

   function Suite return AUnit.Test_Suites.Access_Test_Suite;

end All_Tests;
