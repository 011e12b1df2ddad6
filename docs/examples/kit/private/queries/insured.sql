-- How many insured persons were treated in each district, with noise that protects each of them.
SELECT district_code, count(DISTINCT person_id) AS persons
FROM medical_settlement
GROUP BY ALL
ORDER BY ALL
