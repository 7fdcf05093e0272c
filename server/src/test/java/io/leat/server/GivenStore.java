package io.leat.server;

import io.leat.server.config.StoreSettings;
import io.leat.server.store.Store;
import io.leat.server.store.Tenure;
import java.nio.file.Path;

/** The store that tests work on: a file, unless {@link OnPostgres} says another. */
public final class GivenStore {
    private static StoreSettings settings = StoreSettings.EMBEDDED;

    private GivenStore() {}

    public static Store open(Path file) {
        return Store.open(settings, file, new Patient());
    }

    static void use(StoreSettings chosen) {
        settings = chosen;
    }

    private static final class Patient implements Tenure {
        @Override
        public boolean standsBy(String why) {
            return true;
        }

        @Override
        public void lost(String why) {
            throw new AssertionError(why);
        }
    }
}
