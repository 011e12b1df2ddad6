-- How much electricity the firms of each district used on one day.
SELECT district_code, count(DISTINCT uscc) AS firms, round(sum(kwh)) AS kwh
FROM power_usage_daily
WHERE usage_date = DATE '2025-02-10'
GROUP BY ALL
ORDER BY ALL
