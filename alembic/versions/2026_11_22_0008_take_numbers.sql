-- Take the next consecutive number of each series, in order; null takes none.
--
-- What is wanted is `series|prefix|width|suffix`. A series alone is what the program before this
-- migration asks for, which may go on running beside it: then `2026` gives `2026-000001`.
CREATE OR REPLACE FUNCTION take_numbers(organisation text, wanted text[]) RETURNS text[]
LANGUAGE sql AS $$
    WITH wishes AS (
        SELECT w.nth, split_part(w.wish, '|', 1) AS series,
               CASE strpos(w.wish, '|') WHEN 0 THEN w.wish || '|' || w.wish || '-|6|'
               ELSE w.wish END AS wish
          FROM unnest(wanted) WITH ORDINALITY AS w (wish, nth)
    ), taken AS (
        INSERT INTO form_numbers AS f (organisation_id, series, last)
        SELECT organisation, w.series, count(*) FROM wishes w
         WHERE w.series IS NOT NULL GROUP BY w.series
        ON CONFLICT (organisation_id, series) DO UPDATE SET last = f.last + excluded.last
        RETURNING f.series, f.last
    ), ordinals AS (
        SELECT w.nth, w.wish, split_part(w.wish, '|', 3)::integer AS width, (t.last + 1
                   - row_number() OVER (PARTITION BY w.series ORDER BY w.nth DESC))::text AS ordinal
          FROM wishes w LEFT JOIN taken t USING (series)
    )
    SELECT array_agg(split_part(wish, '|', 2)
                     || lpad(ordinal, greatest(width, length(ordinal)), '0')
                     || split_part(wish, '|', 4) ORDER BY nth)
      FROM ordinals
$$;
