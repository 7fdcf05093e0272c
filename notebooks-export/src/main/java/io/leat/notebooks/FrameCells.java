package io.leat.notebooks;

import io.leat.core.job.JobSettings;

/** The cells around the tasks: title, parameters, session, final checks. */
final class FrameCells {
    /** The versions of the runtime, as Python and Maven name them. */
    private static final String PYSPARK = "4.1.3";

    private static final String DELTA = "4.4.0";

    private FrameCells() {}

    static Cell title(JobSettings job) {
        String description = job.description() == null ? "" : job.description() + "\n\n";
        return Cell.markdown("title", """
                # %s

                %sMade from a Leat job. It needs Java 17 and Python with two packages, and nothing of Leat:

                    pip install pyspark==%s delta-spark==%s

                Tables are Delta tables under `warehouse`, as `schema/table`. Run the cells from top to bottom.
                """.formatted(job.title(), description, PYSPARK, DELTA));
    }

    static Cell parameters(Variables variables) {
        return Cell.code("parameters", """
                        import os
                        from datetime import datetime, timezone

                        started = datetime.now(timezone.utc)
                        job_folder = "."  # paths of the job are relative to this folder
                        warehouse = "notebook-warehouse"  # folder of the tables and models
                        %s""".formatted(variables.assignments())).tagged("parameters");
    }

    static Cell session(JobSettings job) {
        return Cell.code("session", """
                from delta.tables import DeltaTable
                from pyspark.ml import Pipeline
                from pyspark.ml.classification import GBTClassifier, LogisticRegression, RandomForestClassifier
                from pyspark.ml.evaluation import (
                    BinaryClassificationEvaluator,
                    MulticlassClassificationEvaluator,
                    RegressionEvaluator,
                )
                from pyspark.ml.feature import Imputer, OneHotEncoder, StringIndexer, VectorAssembler
                from pyspark.ml.regression import GBTRegressor, LinearRegression, RandomForestRegressor
                from pyspark.sql import SparkSession, functions as F
                from pyspark.sql.types import StructField, StructType

                spark = (
                    SparkSession.builder.appName(%s)
                    .config("spark.jars.packages", "io.delta:delta-spark_4.1_2.13:%s")
                    .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                    .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                    .config("spark.sql.session.timeZone", "UTC")
                    .config("spark.sql.ansi.enabled", "true")
                    # Delta's SQL parser does not know the newer way to bind arguments.
                    .config("spark.sql.legacy.parameterSubstitution.constantsOnly", "true")
                    .getOrCreate()
                )
                warehouse = os.path.abspath(warehouse)
                counts, metrics = {}, {}


                def resolve(path):
                    return path if "://" in path else os.path.abspath(os.path.join(job_folder, path))


                def table_path(table):
                    return os.path.join(warehouse, *table.split("."))


                def model_path(model):
                    return os.path.join(warehouse, "models", model)


                def read_table(table):
                    return spark.read.format("delta").load(table_path(table))


                def write_table(rows, table):
                    writer = rows.write.format("delta").mode("overwrite").option("overwriteSchema", "true")
                    writer.save(table_path(table))
                """.formatted(Python.literal(job.title()), DELTA));
    }

    static Cell checksText() {
        return Cell.markdown(
                "checks-about", "## Final checks\n\nEvery record is accounted for, and every table is there.");
    }

    /** @param tables Python list of the names of the tables that the tasks write */
    static Cell checks(String tables) {
        return Cell.code("checks", """
                for task, c in counts.items():
                    print(f"{task}: {c['read']} read, {c['loaded']} loaded, {c['bad']} bad")
                    assert c["read"] == c["loaded"] + c["bad"], f"{task} lost records"
                for table in %s:
                    print(f"{table}: {read_table(table).count()} rows")
                for task, m in metrics.items():
                    print(task, m)
                """.formatted(tables));
    }
}
