package org.braidwire.gateway.config;

import org.braidwire.stack.api.PathConfig;

/**
 * A path with the name that rules, journal and metrics know it by.
 *
 * @param path as the stack takes it
 */
public record PathSpec(String name, PathConfig path) {}
