package io.leat.jobs.expression;

import org.apache.spark.sql.SparkSessionExtensions;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * An extension of Spark's, named after Delta's in {@code spark.sql.extensions}, that gives programs the arguments of
 * {@code spark.sql(text, args)}: Delta's parser passes over them (delta-io/delta 7640), and Spark Connect knows no other
 * way. Where a session asks to bind them after parsing, as {@link TaskSql} does, nothing is changed.
 */
public final class SqlArguments extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        extensions.injectParser((session, parser) -> new ArgumentParser(parser));
        return BoxedUnit.UNIT;
    }
}
