/** Where connections go and how they fare: what the protocols of the gateway have in common. */
package org.braidwire.gateway.base;
