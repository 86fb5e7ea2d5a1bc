-- One configuration for each language whose stems the database knows: words lose their accents first, so that
-- "Zürich" and "Zurich" are one word. foretaste_simple is for every other language.
DO $$
DECLARE
    stems text;
BEGIN
    FOREACH stems IN ARRAY ARRAY['danish', 'dutch', 'english', 'finnish', 'french', 'german', 'italian', 'norwegian',
                                 'portuguese', 'simple', 'spanish', 'swedish'] LOOP
        EXECUTE format('CREATE TEXT SEARCH CONFIGURATION foretaste_%s (COPY = pg_catalog.%I)', stems, stems);
        EXECUTE format(
            'ALTER TEXT SEARCH CONFIGURATION foretaste_%s ALTER MAPPING FOR asciiword, word, asciihword, hword, '
            'hword_asciipart, hword_part WITH unaccent, %I',
            stems, CASE stems WHEN 'simple' THEN 'simple' ELSE stems || '_stem' END
        );
    END LOOP;
END $$;
