package org.braidwire.gateway.config;

/** A listener whose connections all go to one target. */
public record ForwardConfig(String name, Endpoint listen, Target target) {}
