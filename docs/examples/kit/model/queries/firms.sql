-- One row for each firm: what was known of it, and whether its tax credit for 2024 was good.
SELECT t.uscc,
       s.insured_count AS insured,
       (s.arrears_months >= 3)::INT AS arrears,
       (t.credit_grade IN ('A', 'B'))::INT AS good
FROM tax_credit_annual t
JOIN social_insurance_monthly s ON s.uscc = t.uscc AND s.period = 202412
WHERE t.tax_year = 2024
