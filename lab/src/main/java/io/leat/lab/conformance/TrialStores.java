package io.leat.lab.conformance;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.config.StoreSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/**
 * Where the states of control planes on trial lie: in their workspaces, or each in a schema of its own of a PostgreSQL.
 * The schemas are gone when the trial is over.
 */
final class TrialStores implements AutoCloseable {
    private final StoreSettings settings;
    private final List<String> schemas = new ArrayList<>();

    TrialStores(StoreSettings settings) {
        this.settings = settings;
    }

    /**
     * For one control plane more, with nothing in it yet.
     *
     * @throws LeatException when the database cannot be used, or its user may not create schemas
     */
    synchronized StoreSettings next() {
        if (!settings.isShared()) {
            return settings;
        }

        String schema = "leat_trial_" + UUID.randomUUID().toString().replace('-', '_');
        execute("CREATE SCHEMA " + schema);
        schemas.add(schema);
        String url = settings.url() + (settings.url().contains("?") ? "&" : "?") + "currentSchema=" + schema;
        return new StoreSettings(url, settings.user(), settings.password(), settings.lease());
    }

    private void execute(String sql) {
        Properties properties = new Properties();
        put(properties, "user", settings.user());
        put(properties, "password", settings.password());
        try (Connection connection = DriverManager.getConnection(settings.url(), properties);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new LeatException(
                    ErrorCode.INVALID_STATE,
                    "The database %s cannot be used for a trial: %s. Look at LEAT_STORE, LEAT_STORE_USER and"
                                    .formatted(settings, e.getMessage())
                            + " LEAT_STORE_PASSWORD, and see that the user may create schemas.",
                    e);
        }
    }

    private static void put(Properties properties, String name, String value) {
        if (!value.isEmpty()) {
            properties.setProperty(name, value);
        }
    }

    @Override
    public synchronized void close() {
        schemas.forEach(schema -> execute("DROP SCHEMA %s CASCADE".formatted(schema)));
        schemas.clear();
    }
}
