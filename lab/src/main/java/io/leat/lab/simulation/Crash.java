package io.leat.lab.simulation;

/** One process of the control plane ends here and now. No engine catches it. */
@SuppressWarnings("serial")
final class Crash extends Error {
    private final transient VirtualMachine machine;

    /** @param machine of the process that ends */
    Crash(VirtualMachine machine, String where) {
        super(where, null, false, false);
        this.machine = machine;
    }

    VirtualMachine machine() {
        return machine;
    }
}
