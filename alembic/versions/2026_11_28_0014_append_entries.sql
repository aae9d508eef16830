-- Write entries into the log of one organisation: one call, one transaction, one round trip.
--
-- All arrays but the last have one element per event, in the order of the entries. `opens` marks
-- the first event of each write to a stream; its `version` is the expected version plus one.
-- `series` is null, or has the series to take a number of, at events that open a stream.
-- No two entries may share a stream or a command.
--
-- Entries that cannot be written are refused whole and told in the four `refused_` arrays, one
-- element per write of theirs that is at fault: `known` when its event stands in the log, else the
-- version its stream really has. The others take the positions `base + 1`, `base + 2`, ... and
-- `numbers` has an element per event, null where no series was given.
--
-- `recorded` never runs backwards within a log, whatever the clock does: what the log held at an
-- instant is then always its beginning.
--
-- `told` is the time by the clock of the process that writes. Where that differs from this clock by
-- more than `tolerance`, or lies further than that before the last event, nothing is written:
-- `recorded` is null then, and `database_clock` and `last_recorded` say what it was compared with.
--
-- The lock is taken before any snapshot that counts: in READ COMMITTED each statement of this
-- function sees all that was committed before it began, hence all earlier appends.
CREATE FUNCTION append_entries(
    organisation text,
    told timestamptz,
    tolerance interval,
    entries integer[],
    opens boolean[],
    streams uuid[],
    versions integer[],
    ids uuid[],
    types text[],
    schema_versions smallint[],
    datas json[],
    metas json[],
    occurred timestamptz[],
    series text[],
    OUT base bigint,
    OUT recorded timestamptz,
    OUT numbers text[],
    OUT refused integer[],
    OUT refused_streams uuid[],
    OUT refused_versions integer[],
    OUT refused_known boolean[],
    OUT database_clock timestamptz,
    OUT last_recorded timestamptz
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    accepted bigint := cardinality(ids);
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(organisation, 0));
    database_clock := clock_timestamp();
    SELECT e.recorded_at INTO last_recorded FROM events e
     WHERE e.organisation_id = organisation
     ORDER BY e.position DESC LIMIT 1;
    IF told NOT BETWEEN database_clock - tolerance AND database_clock + tolerance
       OR told < last_recorded - tolerance THEN
        RETURN;
    END IF;
    recorded := greatest(database_clock, last_recorded);

    SELECT array_agg(c.entry ORDER BY c.nth), array_agg(c.stream ORDER BY c.nth),
           array_agg(c.actual ORDER BY c.nth), array_agg(c.known ORDER BY c.nth)
      INTO refused, refused_streams, refused_versions, refused_known
      FROM (SELECT w.nth, w.entry, w.stream, w.version,
                   coalesce((SELECT e.version FROM events e
                              WHERE e.organisation_id = organisation AND e.stream_id = w.stream
                              ORDER BY e.version DESC LIMIT 1), 0) AS actual,
                   (SELECT true FROM events e
                     WHERE e.organisation_id = organisation AND e.event_id = w.id) AS known
              FROM unnest(entries, opens, streams, versions, ids) WITH ORDINALITY
                   AS w (entry, opens, stream, version, id, nth)
             WHERE w.opens) c
     WHERE c.known OR c.actual <> c.version - 1;

    IF refused IS NOT NULL THEN
        SELECT count(*) INTO accepted FROM unnest(entries) AS w (entry)
         WHERE w.entry <> ALL (refused);
        IF accepted = 0 THEN RETURN; END IF;
    END IF;

    UPDATE log_heads h SET position = h.position + accepted
     WHERE h.organisation_id = organisation
    RETURNING h.position - accepted INTO base;
    IF NOT FOUND THEN
        base := 0;
        INSERT INTO log_heads (organisation_id, position) VALUES (organisation, accepted);
    END IF;

    IF series IS NOT NULL THEN
        numbers := take_numbers(organisation, ARRAY(
            SELECT CASE WHEN refused IS NULL OR s.entry <> ALL (refused) THEN s.series END
              FROM unnest(entries, series) WITH ORDINALITY AS s (entry, series, nth)
             ORDER BY s.nth));
    END IF;

    INSERT INTO events (organisation_id, position, stream_id, version, event_id, type,
                        schema_version, data, meta, occurred_at, recorded_at, number)
    SELECT organisation, base + row_number() OVER (ORDER BY n.nth), n.stream, n.version, n.id,
           n.type, n.schema_version, n.data, n.meta, n.occurred_at, recorded, n.number
      FROM unnest(entries, streams, versions, ids, types, schema_versions, datas, metas,
                  occurred, numbers) WITH ORDINALITY
           AS n (entry, stream, version, id, type, schema_version, data, meta, occurred_at,
                 number, nth)
     WHERE refused IS NULL OR n.entry <> ALL (refused);
END $$;
