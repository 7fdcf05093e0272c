# Databricks notebook source
# MAGIC %md
# MAGIC # What sold best

# COMMAND ----------

dbutils.widgets.text("title", "Best sellers")
title = dbutils.widgets.get("title")

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT product, turnover FROM gold.best_sellers ORDER BY turnover DESC

# COMMAND ----------

best = spark.table("gold.best_sellers").orderBy("turnover", ascending=False).first()
dbutils.jobs.taskValues.set("best", best["product"])
dbutils.notebook.exit(f"{title}: {best['product']}")
