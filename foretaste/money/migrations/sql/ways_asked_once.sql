-- What a movement may move is asked where each statement's entries are: once for all of them, whoever wrote them, instead
-- of once for each account by the function that posts. A first look passes what nearly every statement is, entries that
-- are the newest of their accounts or of hot ones; only what it does not pass is looked at closely, to say what is wrong.

CREATE OR REPLACE FUNCTION ledger_check_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_bad record;
BEGIN
    PERFORM FROM added e
       LEFT JOIN public.ledger_account a ON a.id = e.account_id
       LEFT JOIN public.ledger_transfer t ON t.id = e.transfer_id
       LEFT JOIN public.ledger_movement_rule r
         ON r.movement = t.movement AND r.kind = a.kind AND r.direction = CASE WHEN e.amount < 0 THEN -1 ELSE 1 END
      GROUP BY e.transfer_id, a.currency
     HAVING public.ledger_sum(e.amount) <> 0
         OR NOT bool_and((
                t.xid = pg_catalog.pg_current_xact_id() AND e.amount <> 0
                AND (r.direction IS NOT NULL OR t.reverses_id IS NOT NULL)
                AND CASE WHEN e.version IS NULL THEN a.hot AND e.balance_after IS NULL  -- its floor is the account's check
                         ELSE e.version = a.version AND e.balance_after = a.balance AND NOT a.hot END) IS TRUE);
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;

    SELECT s.*, s.xid IS NOT DISTINCT FROM pg_catalog.pg_current_xact_id() AS is_open INTO v_bad
      FROM (SELECT e.transfer_id, a.currency, t.movement, t.xid, public.ledger_sum(e.amount) AS off,
                   bool_or(e.balance_after < a.floor) AS is_below,
                   bool_or(e.amount = 0 OR (e.balance_after IS NULL) <> (e.version IS NULL)
                           OR a.hot <> (e.version IS NULL) OR e.version > a.version
                           OR e.version = a.version AND e.balance_after <> a.balance) AS does_not_fit,
                   bool_or(r.kind IS NULL AND t.reverses_id IS NULL) AS may_not_move
              FROM added e
              LEFT JOIN public.ledger_account a ON a.id = e.account_id
              LEFT JOIN public.ledger_transfer t ON t.id = e.transfer_id
              LEFT JOIN public.ledger_movement_rule r
                ON r.movement = t.movement AND r.kind = a.kind AND r.direction = CASE WHEN e.amount < 0 THEN -1 ELSE 1 END
             GROUP BY e.transfer_id, a.currency, t.movement, t.xid) s
     WHERE s.off <> 0 OR s.currency IS NULL OR s.is_below OR s.does_not_fit OR s.may_not_move
        OR s.xid IS DISTINCT FROM pg_catalog.pg_current_xact_id()
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
    IF v_bad.off <> 0 OR v_bad.currency IS NULL THEN
        RAISE EXCEPTION 'transfer % does not balance (off by % in %)',
            v_bad.transfer_id, v_bad.off, coalesce(v_bad.currency, 'no account') USING ERRCODE = 'FT004';
    END IF;
    IF v_bad.does_not_fit THEN
        RAISE EXCEPTION 'an entry of transfer % does not fit its account', v_bad.transfer_id USING ERRCODE = 'FT008';
    END IF;
    RAISE EXCEPTION '% may not move money between these accounts', v_bad.movement USING ERRCODE = 'FT006';
END $$;

-- --- the one door, with a short way through it for what nearly every movement is: two accounts that are open ---------
CREATE OR REPLACE FUNCTION ledger_post(
    p_movement text, p_reference text, p_trial_id text, p_at timestamptz, p_actor text, p_reason text,
    p_codes text[], p_amounts bigint[]
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_transfer bigint;
    v_hash bigint := hashtextextended(p_codes::text || p_amounts::text || coalesce(p_trial_id, ''), 0);
    v_known bigint;
    v_legs int := coalesce(cardinality(p_codes), 0);
    v_next int := 1;
    v_code text;
    v_before text := '';
    v_amount bigint;
    v_id int;
    v_balance bigint;
    v_version int;
    v_first_id int;
    v_first_balance bigint;
    v_first_version int;
    v_ids int[];
    v_balances bigint[];
    v_versions int[];
    v_intern text;
BEGIN
    IF v_legs < 2 OR v_legs IS DISTINCT FROM cardinality(p_amounts) THEN
        RAISE EXCEPTION 'a movement has two legs or more, each with its amount' USING ERRCODE = 'FT004';
    END IF;
    INSERT INTO ledger_transfer (movement, reference, trial_id, payload_hash, effective_at, actor, reason)
         VALUES (p_movement, p_reference, p_trial_id, v_hash, p_at, p_actor, p_reason)
    ON CONFLICT ON CONSTRAINT a_movement_happens_once DO NOTHING
      RETURNING id INTO v_transfer;
    IF v_transfer IS NULL THEN
        SELECT id, payload_hash INTO v_transfer, v_known
          FROM ledger_transfer WHERE movement = p_movement AND reference = p_reference;
        IF v_known <> v_hash THEN
            RAISE EXCEPTION 'movement % % happened with another payload', p_movement, p_reference USING ERRCODE = 'FT001';
        END IF;
        RETURN v_transfer;
    END IF;

    -- Two legs, of which none takes from an intern: where both accounts are open and not hot, this is all. Whether the
    -- movement may do it is asked of the entries.
    IF v_legs = 2 AND p_codes[1] < p_codes[2] COLLATE "C"
       AND NOT starts_with(p_codes[CASE WHEN p_amounts[1] < 0 THEN 1 ELSE 2 END], 'intern:') THEN
        UPDATE ledger_account a SET balance = a.balance + p_amounts[1], version = a.version + 1
         WHERE a.code = p_codes[1] AND NOT a.hot
        RETURNING a.id, a.balance, a.version INTO v_first_id, v_first_balance, v_first_version;
        IF FOUND THEN
            UPDATE ledger_account a SET balance = a.balance + p_amounts[2], version = a.version + 1
             WHERE a.code = p_codes[2] AND NOT a.hot
            RETURNING a.id, a.balance, a.version INTO v_id, v_balance, v_version;
            IF FOUND THEN
                INSERT INTO ledger_entry (transfer_id, account_id, amount, balance_after, version)
                     VALUES (v_transfer, v_first_id, p_amounts[1], v_first_balance, v_first_version),
                            (v_transfer, v_id, p_amounts[2], v_balance, v_version);
                RETURN v_transfer;
            END IF;
            v_next := 2;
            v_before := p_codes[1];
            v_ids[1] := v_first_id;
            v_balances[1] := v_first_balance;
            v_versions[1] := v_first_version;
        END IF;
    END IF;

    FOR i IN v_next .. v_legs LOOP
        v_code := p_codes[i];
        v_amount := p_amounts[i];
        IF v_code <= v_before COLLATE "C" THEN
            RAISE EXCEPTION 'the accounts of % are not in order, or one is named twice', p_movement USING ERRCODE = 'FT005';
        END IF;
        v_before := v_code;
        LOOP
            UPDATE ledger_account a SET balance = a.balance + v_amount, version = a.version + 1
             WHERE a.code = v_code AND NOT a.hot
               AND EXISTS (SELECT FROM ledger_movement_rule r
                            WHERE r.movement = p_movement AND r.kind = a.kind AND r.direction = sign(v_amount))
            RETURNING a.id, a.balance, a.version INTO v_id, v_balance, v_version;
            EXIT WHEN FOUND;
            -- A hot account gets its entry and no row update: its balance is the sum of its entries.
            SELECT a.id INTO v_id FROM ledger_account a
             WHERE a.code = v_code AND a.hot
               AND EXISTS (SELECT FROM ledger_movement_rule r
                            WHERE r.movement = p_movement AND r.kind = a.kind AND r.direction = sign(v_amount));
            v_balance := NULL;
            v_version := NULL;
            EXIT WHEN FOUND;
            PERFORM ledger_open(v_code);
            IF NOT EXISTS (SELECT FROM ledger_movement_rule r
                            WHERE r.movement = p_movement AND r.direction = sign(v_amount)
                              AND r.kind = split_part(v_code, ':', 1) || ':' || split_part(v_code, ':', 2)) THEN
                RAISE EXCEPTION '% may not move money between these accounts', p_movement USING ERRCODE = 'FT006';
            END IF;
        END LOOP;
        v_ids[i] := v_id;
        v_balances[i] := v_balance;
        v_versions[i] := v_version;
        IF v_amount < 0 AND v_code LIKE 'intern:%' THEN
            v_intern := split_part(v_code, ':', 3);
        END IF;
    END LOOP;

    -- One way: what is an intern's moves only towards the same intern, whatever the catalogue says.
    IF v_intern IS NOT NULL THEN
        FOR i IN 1 .. v_legs LOOP
            v_code := p_codes[i];
            IF v_code LIKE 'intern:%' THEN
                CONTINUE WHEN split_part(v_code, ':', 3) = v_intern;
            ELSE
                CONTINUE WHEN p_amounts[i] < 0 OR v_code ~ '^(ext:cash|ext:connected|payroll:payable):';
            END IF;
            RAISE EXCEPTION '% may not take back what is an intern''s', p_movement USING ERRCODE = 'FT007';
        END LOOP;
    END IF;

    INSERT INTO ledger_entry (transfer_id, account_id, amount, balance_after, version)
         SELECT v_transfer, unnest(v_ids), unnest(p_amounts), unnest(v_balances), unnest(v_versions);
    RETURN v_transfer;
END $$;

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

    PERFORM ledger_open(missing.code)
       FROM (SELECT DISTINCT l.code COLLATE "C" AS code FROM unnest(p_codes) AS l (code)
              WHERE NOT EXISTS (SELECT FROM ledger_account a WHERE a.code = l.code) ORDER BY 1) missing;
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
