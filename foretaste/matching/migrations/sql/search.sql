-- The words of a long text lie outside the row, so that many rows share a page; never compressed, for only the index reads them.
ALTER TABLE matching_entry ALTER COLUMN words SET STORAGE EXTERNAL;
ALTER TABLE matching_entry SET (toast_tuple_target = 128);

-- Great-circle distance in kilometres (haversine); null where either point is unknown.
CREATE FUNCTION matching_km(
    a_latitude double precision, a_longitude double precision, b_latitude double precision, b_longitude double precision
) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT 2 * 6371.0 * asin(least(1, sqrt(
        sind((b_latitude - a_latitude) / 2) ^ 2
        + cosd(a_latitude) * cosd(b_latitude) * sind((b_longitude - a_longitude) / 2) ^ 2
    )))
$$;

-- What somebody typed, as one query: each word by its stem in any of the languages, or as the beginning of one; stop
-- words left out.
CREATE FUNCTION matching_words_query(typed text[], as_beginnings boolean) RETURNS tsquery
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    one text;
    part tsquery;
    whole tsquery;
BEGIN
    FOREACH one IN ARRAY typed LOOP
        CONTINUE WHEN to_tsvector('foretaste_english', one) = ''::tsvector;
        IF as_beginnings THEN
            part := (quote_literal(one) || ':*')::tsquery;
        ELSE
            SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery INTO part
              FROM (
                SELECT DISTINCT unnest(tsvector_to_array(to_tsvector(c.oid::regconfig, one))) AS lexeme
                  FROM pg_ts_config c WHERE c.cfgname LIKE 'foretaste\_%'
              ) AS stems;
        END IF;
        whole := CASE WHEN whole IS NULL THEN part ELSE whole && part END;
    END LOOP;
    RETURN whole;
END $$;

-- The newest hits, so many at most: 2,001 say "more than 2,000". A frequent word is not looked up everywhere: the newest
-- chunk is asked first, then as many as its density promises to need, small ones or large ones so that few are named in
-- one question; a rare word is asked once for all the rest. What no mark can say exactly (a distance, a sum, a date) is
-- asked of each row.
CREATE FUNCTION matching_newest(
    asked tsquery, most integer, now_at timestamptz, for_whom bigint,
    centre_latitude double precision, centre_longitude double precision, within_km double precision,
    in_currency text, least_day bigint, least_hour bigint, starts_from date, starts_until date,
    by_start boolean
) RETURNS TABLE (
    id bigint, key text, facets bigint, country text, city text, starts_at timestamptz, published_at timestamptz,
    pay bigint, km double precision, title_words tsvector
)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    bits integer := 12;  -- of the numbers in one chunk: 4,096, then perhaps 32,768 or 262,144
    few CONSTANT integer := 7;
    one_by_one CONSTANT text := $sql$
        SELECT e.id, e.key::text, e.facets, e.country::text, e.city::text, e.starts_at, e.published_at, e.pay_day_minor,
               CASE WHEN $3 IS NOT NULL THEN matching_km(e.latitude, e.longitude, $3, $4) END, e.title_words
          FROM matching_entry e
         WHERE (e.closes_at IS NULL OR e.closes_at > $1)
           AND (e.only_for IS NULL OR e.only_for = $2)
           AND ($5 IS NULL OR matching_km(e.latitude, e.longitude, $3, $4) <= $5)
           AND ($6 = '' OR e.currency = $6)
           AND ($7 IS NULL OR e.pay_day_minor >= $7)
           AND ($8 IS NULL OR e.pay_hour_minor >= $8)
           AND (e.starts_at IS NULL OR e.starts_at > $1)
           AND ($9 IS NULL OR e.starts_on >= $9)
           AND ($10 IS NULL OR e.starts_on <= $10)
    $sql$;
    below bigint;  -- entries from this number on have been asked
    chunks bigint := 1;  -- to ask next; null: all the rest
    next_below bigint;
    looked bigint := 0;  -- numbers
    needed bigint;
    got bigint := 0;
    found bigint;
    narrowed tsquery;
BEGIN
    IF asked IS NULL THEN
        RETURN QUERY EXECUTE one_by_one || CASE
            WHEN by_start THEN ' ORDER BY e.starts_at, e.id LIMIT $11'
            ELSE ' ORDER BY e.id DESC LIMIT $11'
        END USING now_at, for_whom, centre_latitude, centre_longitude, within_km, in_currency, least_day, least_hour,
                  starts_from, starts_until, most;
        RETURN;
    END IF;
    SELECT coalesce(max(e.id), 0) + 1 INTO below FROM matching_entry e;
    LOOP
        IF chunks IS NULL THEN
            narrowed := asked;
        ELSE
            SELECT asked && string_agg(format('%L', format('=chunk=%s=%s', bits, number)), ' | ')::tsquery INTO narrowed
              FROM generate_series(greatest(0, ((below - 1) >> bits) - chunks + 1), (below - 1) >> bits) number;
        END IF;
        RETURN QUERY EXECUTE one_by_one || ' AND e.words @@ $11 AND e.id < $12 ORDER BY e.id + 0 DESC LIMIT $13'
        USING now_at, for_whom, centre_latitude, centre_longitude, within_km, in_currency, least_day, least_hour,
              starts_from, starts_until, narrowed, below, most - got;
        GET DIAGNOSTICS found = ROW_COUNT;
        got := got + found;
        EXIT WHEN chunks IS NULL OR got >= most;
        next_below := greatest(0, ((below - 1) >> bits) - chunks + 1) << bits;
        looked := looked + below - next_below;
        below := next_below;
        EXIT WHEN below <= 1;
        -- as many numbers as the hits so far promise to need, a quarter more for the unevenness
        needed := (most - got) * looked * 5 / nullif(got * 4, 0);
        bits := CASE WHEN needed >> 12 < few THEN 12 WHEN needed >> 15 < few THEN 15 WHEN needed >> 18 < few THEN 18 END;
        chunks := CASE WHEN bits IS NOT NULL AND needed < below THEN (needed >> bits) + 1 END;
    END LOOP;
END $$;
