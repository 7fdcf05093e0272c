"""Keeps the products that bring in most. Usage: best_sellers.py HOW_MANY"""

import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

how_many = int(sys.argv[1])
spark = SparkSession.builder.appName("best sellers").getOrCreate()

best = (
    spark.table("silver.daily")
    .groupBy("product")
    .agg(F.round(F.sum("turnover"), 2).alias("turnover"))
    .orderBy(F.desc("turnover"))
    .limit(how_many)
)
best.write.format("delta").mode("overwrite").saveAsTable("gold.best_sellers")
for row in spark.table("gold.best_sellers").orderBy(F.desc("turnover")).collect():
    print(f"{row['product']}: {row['turnover']}")
