-- How many firms are registered in each district.
SELECT district_code, count(DISTINCT uscc) AS firms
FROM ent_registration
GROUP BY ALL
ORDER BY ALL
