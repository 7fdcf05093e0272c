package io.leat.core.job;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What an option of a job file means, for its reference page, its JSON Schema and its error messages. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE, ElementType.FIELD})
public @interface Doc {
    /** One or two sentences: what it does, its unit, what happens without it. */
    String value();

    /** Whether it must be given. */
    boolean required() default false;

    /** The value when it is not given, as it would stand in the file. */
    String byDefault() default "";

    /** Whether it is Spark SQL, in which references become bound parameters and are not pasted as text. */
    boolean sql() default false;

    /** What its text says. */
    Form form() default Form.TEXT;

    /** The forms that text can have. */
    enum Form {
        TEXT,
        /** A table, as {@code schema.table}. */
        TABLE,
        /** A length of time, as {@link Durations} reads it. */
        DURATION
    }
}
