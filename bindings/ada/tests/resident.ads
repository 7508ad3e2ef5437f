--  SPDX-License-Identifier: MIT

package Resident is

   function Size return Natural;
   --  KiB of memory that this process has, as Linux tells.

end Resident;
