-- One row for each firm at the end of 2024: how large it is, how much was paid in, and how it grew in the year.
WITH staff AS (
  SELECT uscc,
         max(CASE WHEN period = 202401 THEN insured_count END) AS before,
         max(CASE WHEN period = 202412 THEN insured_count END) AS after
  FROM social_insurance_monthly
  GROUP BY uscc
)
SELECT log10(greatest(staff.after, 1)) AS size,
       log10(greatest(e.reg_capital_wan, 1)) AS capital,
       staff.after * 1.0 / nullif(staff.before, 0) AS growth
FROM ent_registration e
JOIN staff ON staff.uscc = e.uscc
