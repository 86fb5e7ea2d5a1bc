-- Batches cost less, and every guard stays: sums without numeric, one look at each transfer, one at each way of moving.

-- A sum of whole minor units that stays one: it refuses to overflow, where `sum` would go on in numeric.
CREATE AGGREGATE ledger_sum(bigint) (SFUNC = int8pl, STYPE = bigint, INITCOND = '0', PARALLEL = SAFE);

CREATE OR REPLACE FUNCTION ledger_check_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_bad record;
BEGIN
    SELECT s.*, t.xid IS NOT DISTINCT FROM pg_catalog.pg_current_xact_id() AS is_open INTO v_bad
      FROM (SELECT e.transfer_id, a.currency, public.ledger_sum(e.amount) AS off,
                   bool_or(e.balance_after < a.floor) AS is_below,
                   bool_or(a.hot <> (e.version IS NULL) OR e.version > a.version
                           OR e.version = a.version AND e.balance_after <> a.balance) AS does_not_fit
              FROM added e
              LEFT JOIN public.ledger_account a ON a.id = e.account_id
             GROUP BY e.transfer_id, a.currency) s
      LEFT JOIN public.ledger_transfer t ON t.id = s.transfer_id
     WHERE s.off <> 0 OR s.currency IS NULL OR s.is_below OR s.does_not_fit
        OR t.xid IS DISTINCT FROM pg_catalog.pg_current_xact_id()
     LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF NOT v_bad.is_open THEN
        RAISE EXCEPTION 'a transfer is sealed with its transaction' USING ERRCODE = 'FT003';
    END IF;
    IF v_bad.is_below THEN
        RAISE EXCEPTION 'transfer % takes an account below its floor', v_bad.transfer_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_account_stays_above_its_floor';
    END IF;
    IF v_bad.off = 0 AND v_bad.currency IS NOT NULL THEN
        RAISE EXCEPTION 'an entry of transfer % does not fit its account', v_bad.transfer_id USING ERRCODE = 'FT008';
    END IF;
    RAISE EXCEPTION 'transfer % does not balance (off by % in %)',
        v_bad.transfer_id, v_bad.off, coalesce(v_bad.currency, 'no account') USING ERRCODE = 'FT004';
END $$;

-- What posting them one by one would say, in one call; all of them or none. p_of says which movement (1, 2, ...) a leg
-- belongs to. A movement that happened already is answered and not repeated.
CREATE OR REPLACE FUNCTION ledger_post_batch(
    p_at timestamptz, p_actor text, p_movements text[], p_references text[], p_trials text[], p_reasons text[],
    p_of int[], p_codes text[], p_amounts bigint[]
) RETURNS bigint[] LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan SET random_page_cost = 1.1 AS $$
DECLARE
    v_count int := coalesce(cardinality(p_movements), 0);
    v_hashes bigint[];
    v_known bigint[];
    v_transfers bigint[];
    v_made bigint[];
    v_new bigint[];  -- for each movement its transfer, where it is new and this is its first turn
    v_takes_from_interns boolean;
    v_is_missing boolean;
    v_is_refused boolean;
BEGIN
    IF v_count = 0 THEN
        RETURN '{}';
    END IF;
    SELECT array_agg(hash ORDER BY no), bool_or(takes) INTO v_hashes, v_takes_from_interns
      FROM (SELECT l.no, hashtextextended(array_agg(l.code ORDER BY l.code COLLATE "C")::text
                                       || array_agg(l.amount ORDER BY l.code COLLATE "C")::text
                                       || coalesce(min(t.trial_id), ''), 0) AS hash,
                   bool_or(l.amount < 0 AND l.code LIKE 'intern:%') AS takes
              FROM unnest(p_of, p_codes, p_amounts) AS l (no, code, amount)
              JOIN unnest(p_trials) WITH ORDINALITY AS t (trial_id, no) ON t.no = l.no
             GROUP BY l.no HAVING count(*) >= 2 AND count(DISTINCT l.code) = count(*)) hashed;
    IF cardinality(v_hashes) IS DISTINCT FROM v_count
       OR (SELECT bool_or(no IS NULL OR no NOT BETWEEN 1 AND v_count) FROM unnest(p_of) AS l (no)) THEN
        RAISE EXCEPTION 'a movement has two legs or more, each with its amount' USING ERRCODE = 'FT004';
    END IF;

    -- Mostly all are new, and then the unique index has nothing to say. Where one is not, it decides for each.
    BEGIN
        WITH made AS (
            INSERT INTO ledger_transfer (movement, reference, trial_id, payload_hash, effective_at, actor, reason)
                 SELECT m.movement, m.reference, m.trial_id, m.hash, p_at, p_actor, coalesce(m.reason, '')
                   FROM unnest(p_movements, p_references, p_trials, p_reasons, v_hashes) WITH ORDINALITY
                        AS m (movement, reference, trial_id, reason, hash, no)
                  ORDER BY m.no
              RETURNING id
        ) SELECT array_agg(id ORDER BY id) INTO v_transfers FROM made;
        v_new := v_transfers;
    EXCEPTION WHEN unique_violation THEN
        WITH made AS (
            INSERT INTO ledger_transfer (movement, reference, trial_id, payload_hash, effective_at, actor, reason)
                 SELECT m.movement, m.reference, m.trial_id, m.hash, p_at, p_actor, coalesce(m.reason, '')
                   FROM unnest(p_movements, p_references, p_trials, p_reasons, v_hashes) WITH ORDINALITY
                        AS m (movement, reference, trial_id, reason, hash, no)
                  ORDER BY m.no
            ON CONFLICT ON CONSTRAINT a_movement_happens_once DO NOTHING
              RETURNING id
        ) SELECT array_agg(id) INTO v_made FROM made;
        SELECT array_agg(t.id ORDER BY m.no), array_agg(t.payload_hash ORDER BY m.no) INTO v_transfers, v_known
          FROM unnest(p_movements, p_references) WITH ORDINALITY AS m (movement, reference, no)
          LEFT JOIN ledger_transfer t ON t.movement = m.movement AND t.reference = m.reference;
        IF v_known <> v_hashes THEN
            RAISE EXCEPTION 'a movement of the batch happened with another payload' USING ERRCODE = 'FT001';
        END IF;
        IF v_made IS NULL THEN
            RETURN v_transfers;
        END IF;
        SELECT array_agg(CASE WHEN m.turn = 1 AND m.id = ANY (v_made) THEN m.id END ORDER BY m.no) INTO v_new
          FROM (SELECT id, no, row_number() OVER (PARTITION BY id ORDER BY no) AS turn
                  FROM unnest(v_transfers) WITH ORDINALITY AS made (id, no)) m;
    END;

    -- The catalogue is asked once for each way of moving. Accounts that there are not yet are opened on the fly.
    LOOP
        SELECT bool_or(way.is_missing), bool_or(r.kind IS NULL) INTO v_is_missing, v_is_refused
          FROM (SELECT m.movement, a.kind, sign(l.amount) AS direction, bool_or(a.kind IS NULL) AS is_missing
                  FROM unnest(p_of, p_codes, p_amounts) AS l (no, code, amount)
                  JOIN unnest(p_movements) WITH ORDINALITY AS m (movement, no) ON m.no = l.no
                  LEFT JOIN ledger_account a ON a.code = l.code
                 GROUP BY 1, 2, 3) way
          LEFT JOIN ledger_movement_rule r
            ON r.movement = way.movement AND r.kind = way.kind AND r.direction = way.direction;
        EXIT WHEN NOT v_is_missing;
        PERFORM ledger_open(missing.code)
           FROM (SELECT DISTINCT l.code COLLATE "C" AS code FROM unnest(p_codes) AS l (code)
                  WHERE NOT EXISTS (SELECT FROM ledger_account a WHERE a.code = l.code) ORDER BY 1) missing;
    END LOOP;
    IF v_is_refused THEN
        RAISE EXCEPTION 'a movement of the batch may not move money between these accounts' USING ERRCODE = 'FT006';
    END IF;
    -- One way: what is an intern's moves only towards the same intern, whatever the catalogue says.
    IF v_takes_from_interns
       AND (SELECT count(*) FROM unnest(p_of, p_codes, p_amounts) AS taken (no, code, amount)
              JOIN unnest(p_of, p_codes, p_amounts) AS other (no, code, amount) ON other.no = taken.no
             WHERE taken.amount < 0 AND taken.code LIKE 'intern:%'
               AND CASE WHEN other.code LIKE 'intern:%'
                        THEN split_part(other.code, ':', 3) <> split_part(taken.code, ':', 3)
                        ELSE other.amount > 0 AND other.code !~ '^(ext:cash|ext:connected|payroll:payable):' END) > 0 THEN
        RAISE EXCEPTION 'a movement of the batch may not take back what is an intern''s' USING ERRCODE = 'FT007';
    END IF;

    PERFORM FROM ledger_account WHERE code = ANY (p_codes) AND NOT hot ORDER BY code COLLATE "C" FOR NO KEY UPDATE;
    WITH leg AS MATERIALIZED (
        SELECT v.id AS transfer_id, l.amount, a.id, a.hot, a.balance + ledger_sum(l.amount) OVER before AS balance,
               a.version + row_number() OVER before AS version
          FROM unnest(p_of, p_codes, p_amounts) AS l (no, code, amount)
          JOIN unnest(v_new) WITH ORDINALITY AS v (id, no) ON v.no = l.no
          JOIN ledger_account a ON a.code = l.code
         WHERE v.id IS NOT NULL
        WINDOW before AS (PARTITION BY a.id ORDER BY l.no)
    ), moved AS (
        UPDATE ledger_account a SET balance = a.balance + s.amount, version = a.version + s.entries
          FROM (SELECT id, ledger_sum(amount) AS amount, count(*) AS entries FROM leg WHERE NOT hot GROUP BY id) s
         WHERE a.id = s.id
    )
    INSERT INTO ledger_entry (transfer_id, account_id, amount, balance_after, version)
         SELECT transfer_id, id, amount, CASE WHEN NOT hot THEN balance END, CASE WHEN NOT hot THEN version END
           FROM leg ORDER BY transfer_id, id;
    RETURN v_transfers;
END $$;
