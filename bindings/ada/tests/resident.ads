--  SPDX-License-Identifier: MIT

package Resident is

   function Size return Natural;
   --  The resident memory of this process in KiB, according to Linux.

end Resident;
