package io.leat.server;

import io.leat.server.config.StoreSettings;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Has each test of a class use an empty schema of a real PostgreSQL. */
public final class OnPostgres implements BeforeEachCallback, AfterEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
        GivenStore.use(PostgresServer.shared().settings());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        GivenStore.use(StoreSettings.EMBEDDED);
    }
}
