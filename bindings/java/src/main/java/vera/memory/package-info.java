// SPDX-License-Identifier: MIT
/**
 * Raw heap memory: the module {@code vera:memory} of the VERA language.
 *
 * <p>{@link vera.memory.VeraModule#memory()} has the module's functions under their VERA names. {@link
 * vera.memory.Block} is memory that knows its size and alignment, and frees itself.
 */
package vera.memory;
