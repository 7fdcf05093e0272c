package io.leat.jobs.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host, of which there is at least one. */
interface Resolver {
    List<InetAddress> addresses(String host) throws UnknownHostException;
}
