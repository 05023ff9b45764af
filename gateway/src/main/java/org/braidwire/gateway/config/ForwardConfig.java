package org.braidwire.gateway.config;

import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Target;

/** A listener whose connections all go to one target. */
public record ForwardConfig(String name, Endpoint listen, Target target) {}
