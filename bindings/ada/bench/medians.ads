--  SPDX-License-Identifier: MIT

package Medians is

   type Samples is array (Positive range <>) of Duration;

   function Median (Values : Samples) return Duration;

end Medians;
