package org.braidwire.io.linux;

/**
 * Where the parts of a mapped ring of AF_XDP lie. Both counts only grow, and wrap; their difference is what the ring
 * holds.
 *
 * @param producer address of the count of entries written, an {@code int}
 * @param consumer address of the count of entries taken, an {@code int}
 * @param flags address of the flags, an {@code int}
 * @param entries address of the first entry
 * @param size entries it has room for, a power of two
 */
public record XdpRingMemory(long producer, long consumer, long flags, long entries, int size) {}
