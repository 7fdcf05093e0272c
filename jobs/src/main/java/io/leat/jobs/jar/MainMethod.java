package io.leat.jobs.jar;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** The method a program starts with: a class's own, or the one of a Scala object. */
final class MainMethod {
    private static final String NAME = "main";
    private static final String OBJECT = "MODULE$";

    private final Class<?> type;
    private final Method method;

    private MainMethod(Class<?> type, Method method) {
        this.type = type;
        this.method = method;
    }

    /**
     * Loads the class; its static initialisers run with the first call.
     *
     * @throws LinkageError when a class that this one is made of is missing
     */
    static MainMethod find(String name, ProgramLoader loader) {
        Class<?> type;
        try {
            type = Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw JarErrors.noSuchClass(name, loader.jars(), MainClasses.in(loader.jars()));
        } catch (NoClassDefFoundError e) {
            if (loader.origin(name).isEmpty()) { // another case of letters, or slashes
                throw JarErrors.noSuchClass(name, loader.jars(), MainClasses.in(loader.jars()));
            }
            throw e;
        }

        Method method = main(type);
        boolean instance = method != null && !Modifier.isStatic(method.getModifiers()) && !isObject(type);
        if (method == null || instance || method.getReturnType() != void.class) {
            throw JarErrors.noMain(name, loader.origin(name).orElse("the driver"), instance);
        }

        method.setAccessible(true);
        return new MainMethod(type, method);
    }

    private static @Nullable Method main(Class<?> type) {
        try {
            return type.getMethod(NAME, String[].class);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static boolean isObject(Class<?> type) {
        try {
            return Modifier.isStatic(type.getField(OBJECT).getModifiers());
        } catch (NoSuchFieldException e) {
            return false;
        }
    }

    /** @throws InvocationTargetException with what it threw */
    void call(String... arguments) throws InvocationTargetException {
        try {
            Object on = Modifier.isStatic(method.getModifiers())
                    ? null
                    : type.getField(OBJECT).get(null);
            method.invoke(on, (Object) arguments);
        } catch (IllegalAccessException | NoSuchFieldException e) {
            throw new IllegalStateException(method + " was found before", e);
        }
    }
}
