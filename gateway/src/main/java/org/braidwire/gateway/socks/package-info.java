/** SOCKS5, the server's side: RFC 1928 CONNECT and the passwords of RFC 1929. Octets in, octets out, no I/O. */
package org.braidwire.gateway.socks;
