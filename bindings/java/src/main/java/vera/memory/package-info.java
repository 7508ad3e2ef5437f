// SPDX-License-Identifier: MIT
/**
 * Raw heap memory of the VERA language: its module {@code vera:memory}.
 *
 * <p>{@link vera.memory.VeraModule#memory()} has the module's functions under their VERA names. {@link
 * vera.memory.Block} is memory that knows its size and alignment, and gives itself back.
 */
package vera.memory;
