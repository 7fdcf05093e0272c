-- Turnover of each product and day, from one day on; :since comes from the task's parameters.
CREATE OR REPLACE TABLE silver.daily AS
SELECT CAST(ordered_at AS DATE) AS day,
       product,
       SUM(quantity)            AS sold,
       SUM(quantity * price)    AS turnover
  FROM bronze.orders
 WHERE ordered_at >= CAST(:since AS DATE)
 GROUP BY ALL;

SELECT day, ROUND(SUM(turnover), 2) AS turnover FROM silver.daily GROUP BY day ORDER BY day;
