-- One row for each firm: what was known of it by the end of 2024, and whether its tax credit for 2024 was graded D.
WITH staff AS (
  SELECT uscc,
         max(CASE WHEN period = 202412 THEN insured_count END) * 1.0
           / nullif(max(CASE WHEN period = 202401 THEN insured_count END), 0) AS growth,
         max(CASE WHEN period = 202412 THEN arrears_months END) AS arrears
  FROM social_insurance_monthly
  GROUP BY uscc
),
tax AS (
  SELECT uscc,
         max(CASE WHEN tax_year = 2023 THEN
           CASE credit_grade WHEN 'A' THEN 0 WHEN 'B' THEN 1 WHEN 'M' THEN 2 WHEN 'C' THEN 3 ELSE 4 END
         END) AS grade,
         max((tax_year = 2024 AND credit_grade = 'D')::INT) AS bad
  FROM tax_credit_annual
  GROUP BY uscc
),
fined AS (
  SELECT uscc, 1 AS once FROM admin_penalty WHERE is_public GROUP BY uscc
)
SELECT staff.growth AS staff_growth,
       tax.grade AS last_grade,
       coalesce(fined.once, 0) AS penalised,
       (staff.arrears >= 3)::INT AS arrears3,
       tax.bad AS bad
FROM ent_registration e
JOIN staff ON staff.uscc = e.uscc
JOIN tax ON tax.uscc = e.uscc
LEFT JOIN fined ON fined.uscc = e.uscc
