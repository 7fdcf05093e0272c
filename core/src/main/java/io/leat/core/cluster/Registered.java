package io.leat.core.cluster;

/** The control plane's answer to a registration. */
public record Registered(int protocol, String workspaceId) {}
