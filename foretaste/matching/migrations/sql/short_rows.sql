-- PostgreSQL moves a long value out of a row only where the whole row is over 2 kB, so the words of a text of 100 to 200
-- words stayed inside, and two thousand hits lay on as many pages. `room` makes every row long enough to be looked at:
-- its spaces are pressed to some 40 bytes, the words go out, and what each hit is asked for stays in.
ALTER TABLE matching_entry ADD COLUMN room text NOT NULL DEFAULT repeat(' ', 2100);
ALTER TABLE matching_entry ALTER COLUMN title_words SET STORAGE MAIN;
ALTER TABLE matching_entry ALTER COLUMN title SET STORAGE MAIN;
ALTER TABLE matching_entry ALTER COLUMN company SET STORAGE MAIN;
ALTER TABLE matching_entry SET (toast_tuple_target = 640);

-- Many search at once: a search keeps to its one processor.
ALTER FUNCTION matching_newest SET max_parallel_workers_per_gather = 0;
