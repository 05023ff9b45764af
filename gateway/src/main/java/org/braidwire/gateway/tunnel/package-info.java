/** How an entry tells an exit where to connect, and what it is told: docs/gateway-protocol.md. No I/O, no clock. */
package org.braidwire.gateway.tunnel;
