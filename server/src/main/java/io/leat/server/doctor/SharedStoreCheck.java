package io.leat.server.doctor;

import io.leat.server.config.StoreSettings;
import io.leat.server.store.StoreLook;
import io.leat.server.store.StoreLook.BrokenStore;
import java.util.List;

/** The database that several control planes share can be used, and has a schema this Leat knows. */
final class SharedStoreCheck implements Check {
    private static final String GROUP = "state";

    private final StoreSettings settings;

    SharedStoreCheck(StoreSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return GROUP + ".integrity";
    }

    @Override
    public List<Finding> look() {
        try (StoreLook look = StoreLook.shared(settings)) {
            int schema = look.sharedSchema();
            return schema == 0
                    ? List.of(Finding.ok(name(), "nothing is stored yet in " + settings))
                    : List.of(
                            Finding.ok(name(), settings + " answers"),
                            IntegrityCheck.schema(GROUP, settings.toString(), schema, look.newestSchema()));
        } catch (BrokenStore e) {
            return List.of(Finding.error(
                    name(),
                    e.getMessage(),
                    "See that the server runs, and look at LEAT_STORE, LEAT_STORE_USER and LEAT_STORE_PASSWORD."));
        }
    }
}
