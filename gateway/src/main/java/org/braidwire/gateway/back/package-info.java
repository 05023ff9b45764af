/** How targets are reached: through the exit, or by the host itself. */
package org.braidwire.gateway.back;
