/** What clients come to: listeners, and what is understood of a connection before it is carried. */
package org.braidwire.gateway.front;
