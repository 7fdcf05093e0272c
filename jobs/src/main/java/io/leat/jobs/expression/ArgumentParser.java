package io.leat.jobs.expression;

import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParameterContext;
import org.apache.spark.sql.catalyst.parser.ParameterHandler;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/** Puts arguments into a statement, as Spark's own parser does it, before the parser below sees the statement. */
final class ArgumentParser implements ParserInterface {
    private final ParserInterface below;

    ArgumentParser(ParserInterface below) {
        this.below = below;
    }

    @Override
    public LogicalPlan parsePlanWithParameters(String sql, ParameterContext arguments) throws ParseException {
        return SQLConf.get().legacyParameterSubstitutionConstantsOnly()
                ? below.parsePlanWithParameters(sql, arguments)
                : below.parsePlan(
                        ParameterHandler.substituteParameters(sql, arguments)._1());
    }

    @Override
    public LogicalPlan parsePlan(String sql) throws ParseException {
        return below.parsePlan(sql);
    }

    @Override
    public LogicalPlan parseQuery(String sql) throws ParseException {
        return below.parseQuery(sql);
    }

    @Override
    public Expression parseExpression(String sql) throws ParseException {
        return below.parseExpression(sql);
    }

    @Override
    public TableIdentifier parseTableIdentifier(String sql) throws ParseException {
        return below.parseTableIdentifier(sql);
    }

    @Override
    public FunctionIdentifier parseFunctionIdentifier(String sql) throws ParseException {
        return below.parseFunctionIdentifier(sql);
    }

    @Override
    public Seq<String> parseMultipartIdentifier(String sql) throws ParseException {
        return below.parseMultipartIdentifier(sql);
    }

    @Override
    public StructType parseTableSchema(String sql) throws ParseException {
        return below.parseTableSchema(sql);
    }

    @Override
    public DataType parseDataType(String sql) throws ParseException {
        return below.parseDataType(sql);
    }

    @Override
    public StructType parseRoutineParam(String sql) throws ParseException {
        return below.parseRoutineParam(sql);
    }
}
