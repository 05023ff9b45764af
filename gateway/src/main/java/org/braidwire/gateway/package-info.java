/** Carries the connections of applications that know nothing of it over MPTCP, from an entry to an exit. */
package org.braidwire.gateway;
