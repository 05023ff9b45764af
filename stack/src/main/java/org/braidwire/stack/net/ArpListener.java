package org.braidwire.stack.net;

/**
 * Who else is to hear what other stations say of themselves by ARP. Owned by this floor, implemented above; called on
 * the engine's thread.
 */
public interface ArpListener {
  /**
   * A station answered, or announced itself; it asked for none of our addresses.
   *
   * @param frame first octet of the Ethernet header
   * @param bytes octets of the frame
   */
  void onArp(LinkAttachment link, long frame, int bytes);
}
