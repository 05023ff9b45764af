package org.braidwire.gateway.config;

/**
 * The tunnel.
 *
 * @param key where the keys are that both ends share
 * @param listenPort at the exit, where entries connect, on each path; 0 at the entry
 */
public record TunnelConfig(KeySource key, int listenPort) {}
