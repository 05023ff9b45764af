/** Who may connect where: default deny, rules in order, special addresses refused. Pure functions on records. */
package org.braidwire.gateway.policy;
