package io.leat.lab.conformance;

/** A control plane that answers over HTTP, with drivers that speak to it over HTTP. */
interface Plane extends AutoCloseable {
    /** As a client of the Jobs API. */
    Wire client();

    /** Who plays its leaves. */
    Leaves leaves();

    /** Kills a driver. */
    void kill(String driverId);

    @Override
    void close();
}
