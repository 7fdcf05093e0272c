"""What a driver runs before there is a task, so that the first task finds Spark Connect in motion."""


def main(order):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()
    spark.createDataFrame([(1, "a")], "id int, name string").createOrReplaceTempView("warm")
    spark.sql("select id, count(*) from warm group by id").collect()
    spark.stop()
