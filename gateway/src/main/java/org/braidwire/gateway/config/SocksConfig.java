package org.braidwire.gateway.config;

import java.nio.file.Path;
import org.braidwire.gateway.base.Endpoint;

/**
 * A listener for SOCKS5.
 *
 * @param usersFile who may use it, with hashes of passwords; null for everybody who reaches it
 */
public record SocksConfig(String name, Endpoint listen, Path usersFile) {}
