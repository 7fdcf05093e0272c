package com.example.shop;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Says on which shelf each product belongs. Its argument is the product that goes on the first shelf. */
public final class Shelves {
    private Shelves() {}

    public static void main(String[] args) {
        String first = args[0];
        SparkSession spark = SparkSession.builder().appName("shelves").getOrCreate();
        spark.udf()
                .register("shelf", (UDF1<String, Integer>) product -> product.equals(first) ? 1 : 2, DataTypes.IntegerType);
        spark.sql("SELECT DISTINCT product, shelf(product) AS shelf FROM bronze.orders")
                .write()
                .format("delta")
                .mode("overwrite")
                .saveAsTable("gold.shelves");
        System.out.println("first shelf: " + first);
    }
}
