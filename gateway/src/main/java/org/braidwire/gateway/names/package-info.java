/** Addresses of names, asked for off every other thread. */
package org.braidwire.gateway.names;
