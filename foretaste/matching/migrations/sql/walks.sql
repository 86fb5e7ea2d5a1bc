-- A search's answer where its hits lie: no row of a hit leaves the database but those of one page. What two thousand hits
-- have comes as four bytes each, which the page counts (findable.counted); their places as one text.
--
-- The newest hits are looked for, so many at most: 2,001 say "more than 2,000". A frequent word is not looked up
-- everywhere: the newest chunk is asked first, then as many as its density promises to need, small ones or large ones so
-- that few are named in one question; a rare word is asked once for all the rest. The chunks are a condition of their own:
-- the index then walks the words and skips within the chunks, where in one query with the words it would walk the chunks,
-- whose lists are longer. Each look answers with one row, which whoever asks adds up; `above` and `up_to` bound the numbers
-- that are looked at.
--
-- A look reads its rows as they lie and keeps the newest, told by the number that the last of them has: sorting whole rows
-- took longer than reading them. Only where a walk tells what would be left without a filter are they put in order.
--
-- What the packed number or a column of a row says too is `soft`: the first look tells whether it is sooner read from the
-- rows (it leaves two thirds of them or more, or they are few) or from the index. Read from the rows, one walk also tells
-- what would be left without one of the four filters (`apart`): such a row comes with the filter it misses.
--
-- The statements are planned once for each connection, and alike for every question: a plan costs more than most looks.
CREATE FUNCTION matching_answer(
    typed text[], as_beginnings boolean, hard text, soft text, most integer, above bigint, up_to bigint,
    now_at timestamptz, for_whom bigint,
    centre_latitude double precision, centre_longitude double precision, within_km double precision,
    in_currency text, with_pay boolean, least_day bigint, least_hour bigint, starts_from date, starts_until date,
    days_asked integer, when_asked integer, places_asked integer, fields_asked integer, flags integer, flags_are integer,
    sorted_by text, after_value double precision, after_id bigint, shown integer, skills_shown integer, apart boolean
) RETURNS TABLE (many integer, has bytea, places text, hits text, skills text, is_apart boolean)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan
SET max_parallel_workers_per_gather = 0
SET enable_seqscan = off
SET enable_sort = off
SET jit = off
AS $$
DECLARE
    by_order CONSTANT integer := array_position(ARRAY['best', 'newest', 'soonest', 'pay', 'near'], sorted_by);
    few CONSTANT integer := 7;
    very_few CONSTANT integer := 8;
    is_any CONSTANT boolean := coalesce(days_asked, when_asked, places_asked, fields_asked) IS NULL;
    is_plain CONSTANT boolean := is_any AND flags = 0 AND in_currency = '' AND NOT with_pay AND coalesce(
        within_km, least_day, least_hour) IS NULL AND coalesce(starts_from, starts_until) IS NULL;
    bits integer := 12;  -- of the numbers in one chunk: 4,096, then perhaps 32,768 or 262,144
    said tsquery;
    asked tsquery;
    among tsquery;  -- the chunks
    below bigint := up_to + 1;  -- entries from this number on have been asked
    lowest bigint := coalesce(above, 0);
    chunks bigint := 1;  -- to ask next; null: all the rest
    next_below bigint;
    looked bigint := 0;  -- numbers
    near bigint;
    needed bigint;
    got bigint := 0;
    ours bigint[];
    own bigint[];  -- those posted here: only they have skills that are counted
BEGIN
    IF typed <> '{}' THEN
        said := matching_words_query(typed, as_beginnings);
    END IF;
    asked := CASE WHEN hard = '' THEN said WHEN said IS NULL THEN hard::tsquery ELSE said && hard::tsquery END;
    is_apart := apart AND asked IS NOT NULL AND NOT is_any;
    IF asked IS NULL AND soft <> '' THEN
        asked := soft::tsquery;
        soft := '';
    END IF;
    IF asked IS NULL AND by_order = 3 THEN
        {in_turn};
        own := ours;
        RETURN NEXT;
    ELSIF asked IS NULL THEN
        {by_number};
        own := ours;
        RETURN NEXT;
    ELSE
        IF below IS NULL THEN
            SELECT coalesce(max(e.id), 0) + 1 INTO below FROM matching_entry e;
        END IF;
        LOOP
            IF chunks IS NULL THEN
                {in_all};
            ELSE
                SELECT string_agg(format('''=chunk=%s=%s''', bits, number), ' | ')::tsquery INTO among
                  FROM generate_series(greatest(0, ((below - 1) >> bits) - chunks + 1), (below - 1) >> bits) number;
                {in_chunks};
            END IF;
            got := got + many;
            own := own || ours;
            IF soft <> '' THEN
                IF got < most THEN
                    SELECT count(*) INTO near FROM matching_entry e WHERE e.words @@ asked AND e.words @@ among;
                    IF near > very_few AND got * 3 < near * 2 THEN
                        asked := asked && soft::tsquery;
                        is_apart := false;
                    END IF;
                END IF;
                soft := '';
            END IF;
            RETURN NEXT;
            EXIT WHEN chunks IS NULL OR got >= most;
            next_below := greatest(0, ((below - 1) >> bits) - chunks + 1) << bits;
            looked := looked + below - next_below;
            below := next_below;
            EXIT WHEN below <= lowest + 1;
            -- as many numbers as the hits so far promise to need, and more the fewer they are: a hundred may be off by ten
            needed := (most - got) * looked * (1 + 1 / sqrt(nullif(got, 0))) / got;
            IF got BETWEEN 1 AND 15 THEN
                needed := least(needed, looked * 15);  -- a few hits promise nothing: first look a little further
            END IF;
            bits := CASE
                WHEN needed >> 12 < few THEN 12 WHEN needed >> 15 < few THEN 15 WHEN needed >> 18 < few THEN 18 END;
            chunks := CASE WHEN bits IS NOT NULL AND needed < below THEN (needed >> bits) + 1 END;
        END LOOP;
    END IF;
    IF skills_shown > 0 AND own IS NOT NULL THEN
        SELECT json_agg(json_build_array(s.label, s.entries) ORDER BY s.entries DESC, s.label) INTO skills
          FROM (SELECT held.label, count(*) AS entries
                  FROM unnest(own) AS one (id) JOIN matching_entryskill held ON held.entry_id = one.id
                 GROUP BY held.label ORDER BY entries DESC, held.label LIMIT skills_shown) AS s;
        many := 0;
        has := NULL;
        places := NULL;
        hits := NULL;
        RETURN NEXT;
    END IF;
END $$;
