/** A gateway that runs: everything that a configuration speaks of, opened, wired together, and closed again. */
package org.braidwire.gateway.run;
