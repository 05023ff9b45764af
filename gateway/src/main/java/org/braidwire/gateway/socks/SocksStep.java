package org.braidwire.gateway.socks;

/** How far a {@link SocksConversation} is. */
public enum SocksStep {
  /** It waits for the client. */
  NEED_MORE,
  /** It waits for {@link SocksConversation#verified}. */
  VERIFY,
  /** There is a {@link SocksConversation#request}; how it went is for {@link SocksReply} to say. */
  DONE,
  /** Send what there is to send, then close. */
  REFUSED
}
