package io.leat.server.doctor;

import io.leat.server.store.StoreLook.BrokenStore;
import java.io.IOException;
import java.util.List;

/** Looks at one thing and changes nothing. */
interface Check {
    /** Such as {@code workspace.folder}: what the findings of a look that fails are called. */
    String name();

    /** What there is to say: at least one finding, be it that all is well. */
    List<Finding> look() throws IOException, BrokenStore;
}
