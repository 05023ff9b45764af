package org.braidwire.stack.path;

import org.braidwire.stack.net.LinkAttachment;

/**
 * One own address on one link.
 *
 * @param backup whether it carries data only when no regular path can
 */
public record LocalPath(LinkAttachment link, long addressHigh, long addressLow, boolean backup) {}
