--  SPDX-License-Identifier: MIT

with AUnit.Test_Cases;
with AUnit.Test_Suites; use AUnit.Test_Suites;
with Function_Tests;
with Pool_Tests;
with Resized_Tests;
with Vera_Memory.Pools;

package body All_Tests is

   Pool       : aliased Vera_Memory.Pools.Pool;
   Exact_Pool : aliased Vera_Memory.Pools.Exact_Pool;

   function Suite return Access_Test_Suite is
      subtype Any_Case is AUnit.Test_Cases.Test_Case_Access;
      Result : constant Access_Test_Suite := New_Suite;
   begin
      Result.Add_Test (Any_Case'(new Function_Tests.Test));
      Result.Add_Test (Any_Case'(new Pool_Tests.Test (Pool'Access)));
      Result.Add_Test (Any_Case'(new Pool_Tests.Test (Exact_Pool'Access)));
      Result.Add_Test (Any_Case'(new Resized_Tests.Test));
      return Result;
   end Suite;

end All_Tests;
