package io.leat.lab.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Connections of one life of the control plane to a database that outlives it. */
final class Wire {
    static final Hooks NOTHING = new Hooks() {
        @Override
        public void began() {
            // nothing happens
        }

        @Override
        public void beforeStatement(String sql) {
            // nothing happens
        }

        @Override
        public void beforeCommit() {
            // nothing happens
        }

        @Override
        public void committed() {
            // nothing happens
        }

        @Override
        public void rolledBack() {
            // nothing happens
        }
    };

    private final Statements statements;
    private final Hooks hooks;

    Wire(Statements statements, Hooks hooks) {
        this.statements = statements;
        this.hooks = hooks;
    }

    /** What happens around the work of a connection. */
    interface Hooks {
        void began();

        void beforeStatement(String sql) throws SQLException;

        void beforeCommit() throws SQLException;

        void committed();

        void rolledBack();
    }

    Connection open() {
        return proxy(Connection.class, this::connection);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Wire.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private @Nullable Object connection(Object self, Method method, @Nullable Object[] values) throws Throwable {
        switch (method.getName()) {
            case "close" -> {
                statements.cut();
                return null;
            }
            case "prepareStatement" -> {
                if (values.length == 1 && values[0] instanceof String sql) {
                    return prepared(sql);
                }
            }
            case "setAutoCommit" -> {
                if (values.length == 1 && Boolean.FALSE.equals(values[0])) {
                    hooks.began();
                }
            }
            case "commit" -> {
                hooks.beforeCommit();
                statements.connection().commit();
                hooks.committed();
                return null;
            }
            case "rollback" -> hooks.rolledBack();
            default -> {}
        }
        return pass(statements.connection(), method, values);
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.take(sql);
        return proxy(PreparedStatement.class, (self, method, values) -> {
            if (method.getName().equals("close")) {
                statements.giveBack(sql, statement);
                return null;
            }

            if (method.getName().startsWith("execute")) {
                hooks.beforeStatement(sql);
            }

            return pass(statement, method, values);
        });
    }

    private static @Nullable Object pass(Object target, Method method, @Nullable Object[] values) throws Throwable {
        try {
            return method.invoke(target, values);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
