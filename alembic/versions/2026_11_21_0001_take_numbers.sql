-- Take the next consecutive number of each series, in order; null takes none.
CREATE FUNCTION take_numbers(organisation text, wanted text[]) RETURNS text[]
LANGUAGE sql AS $$
    WITH taken AS (
        INSERT INTO form_numbers AS f (organisation_id, series, last)
        SELECT organisation, s, count(*) FROM unnest(wanted) AS s WHERE s IS NOT NULL GROUP BY s
        ON CONFLICT (organisation_id, series) DO UPDATE SET last = f.last + excluded.last
        RETURNING f.series, f.last
    ), ordinals AS (
        SELECT w.nth, w.series,
               t.last + 1 - row_number() OVER (PARTITION BY w.series ORDER BY w.nth DESC) AS ordinal
          FROM unnest(wanted) WITH ORDINALITY AS w (series, nth) LEFT JOIN taken t USING (series)
    )
    SELECT array_agg(series || '-' || lpad(ordinal::text, greatest(6, length(ordinal::text)), '0')
                     ORDER BY nth)
      FROM ordinals
$$;
