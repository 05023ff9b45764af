/** The configuration of a gateway: TOML to records, and everything that is wrong with it told at once. */
package org.braidwire.gateway.config;
