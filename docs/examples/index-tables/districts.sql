-- How the firms of each district did in 2024.
WITH staff AS (
  SELECT uscc,
         max(CASE WHEN period = 202412 THEN insured_count END) * 1.0
           / nullif(max(CASE WHEN period = 202401 THEN insured_count END), 0) AS growth,
         max(CASE WHEN period = 202412 THEN arrears_months END) AS arrears
  FROM social_insurance_monthly
  GROUP BY uscc
)
SELECT e.district_code AS district,
       count(DISTINCT e.uscc) AS firms,
       round(avg(staff.growth), 3) AS growth,
       round(avg((t.credit_grade IN ('A', 'B'))::INT), 3) AS good_tax,
       round(avg((staff.arrears >= 3)::INT), 3) AS in_arrears
FROM ent_registration e
JOIN staff ON staff.uscc = e.uscc
JOIN tax_credit_annual t ON t.uscc = e.uscc AND t.tax_year = 2024
GROUP BY ALL
ORDER BY ALL
