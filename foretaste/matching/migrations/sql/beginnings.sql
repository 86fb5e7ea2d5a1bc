-- What somebody typed, as one query: each word by its stem in any of the languages; stop words left out. As beginnings,
-- the last word, which may be unfinished, and words that no title, skill or company has: a frequent word is not looked
-- up with everything that begins like it, and one or two letters are no beginning.
CREATE OR REPLACE FUNCTION matching_words_query(typed text[], as_beginnings boolean) RETURNS tsquery
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    one text;
    part tsquery;
    whole tsquery;
BEGIN
    FOREACH one IN ARRAY typed LOOP
        CONTINUE WHEN to_tsvector('foretaste_english', one) = ''::tsvector;
        SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery INTO part
          FROM (
            SELECT DISTINCT unnest(tsvector_to_array(to_tsvector(c.oid::regconfig, one))) AS lexeme
              FROM pg_ts_config c WHERE c.cfgname LIKE 'foretaste\_%'
          ) AS stems;
        IF as_beginnings AND length(one) > 2 AND (
            one = typed[array_upper(typed, 1)] OR NOT EXISTS (SELECT FROM matching_word WHERE word = one)
        ) THEN
            part := coalesce(part || (quote_literal(one) || ':*')::tsquery, (quote_literal(one) || ':*')::tsquery);
        END IF;
        whole := CASE WHEN whole IS NULL THEN part WHEN part IS NULL THEN whole ELSE whole && part END;
    END LOOP;
    RETURN whole;
END $$;
