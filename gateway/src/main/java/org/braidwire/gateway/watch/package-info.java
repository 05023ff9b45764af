/** What happens, told to whoever counts, logs or keeps it. */
package org.braidwire.gateway.watch;
