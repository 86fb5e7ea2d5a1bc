-- Checkpoints, balances at any past moment, batches, reversals; and what an entry must fit is asked of every statement.

-- --- every entry fits its account, whoever writes it -------------------------------------------------------------
CREATE OR REPLACE FUNCTION ledger_check_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_bad record;
BEGIN
    SELECT e.transfer_id, bool_and(t.xid IS NOT DISTINCT FROM pg_catalog.pg_current_xact_id()) AS is_open,
           a.currency, sum(e.amount) AS off, bool_or(e.balance_after < a.floor) AS is_below
      INTO v_bad
      FROM added e
      LEFT JOIN public.ledger_transfer t ON t.id = e.transfer_id
      LEFT JOIN public.ledger_account a ON a.id = e.account_id
     GROUP BY e.transfer_id, a.currency
    HAVING sum(e.amount) <> 0 OR a.currency IS NULL
        OR bool_or(t.xid IS DISTINCT FROM pg_catalog.pg_current_xact_id() OR a.hot <> (e.version IS NULL)
                   OR e.balance_after < a.floor OR e.version > a.version
                   OR e.version = a.version AND e.balance_after <> a.balance)
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

-- --- checkpoints: a hot account's balance is its last checkpoint and the entries since ---------------------------
CREATE TABLE ledger_checkpoint (
    account_id integer NOT NULL REFERENCES ledger_account,
    upto bigint NOT NULL,            -- the sum of every entry up to this transfer
    balance bigint NOT NULL,
    latest timestamptz NOT NULL,     -- none up to it was booked after this
    next_from timestamptz NOT NULL,  -- none beyond it was booked before this
    PRIMARY KEY (account_id, upto)
);
CREATE INDEX ledger_checkpoint_latest ON ledger_checkpoint (account_id, latest, upto);
CREATE INDEX ledger_checkpoint_next ON ledger_checkpoint (account_id, next_from, upto);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

-- Write one for each p_every entries of a hot account. A number is given out before its transfer is committed, so a
-- checkpoint reaches only as far as nobody can still be writing: it waits for those who write at this moment.
CREATE FUNCTION ledger_write_checkpoints(p_every int DEFAULT 1000) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_from timestamptz := clock_timestamp();
    v_upto bigint;
    v_writers text[];
    v_account record;
    v_last ledger_checkpoint;
    v_written int;
    v_all int := 0;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'checkpoints are written from what is committed now' USING ERRCODE = 'FT009';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger_checkpoint', 0));
    SELECT CASE WHEN is_called THEN last_value ELSE 0 END INTO v_upto FROM ledger_transfer_id_seq;
    SELECT array_agg(virtualtransaction) INTO v_writers FROM pg_locks
     WHERE relation = 'ledger_transfer'::regclass AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database());
    WHILE EXISTS (SELECT FROM pg_locks WHERE relation = 'ledger_transfer'::regclass AND mode = 'RowExclusiveLock'
                     AND virtualtransaction = ANY (v_writers)) LOOP
        IF clock_timestamp() > v_from + interval '5 seconds' THEN
            RETURN 0;  -- somebody writes for long: the next run does it
        END IF;
        PERFORM pg_sleep(0.01);
    END LOOP;
    FOR v_account IN SELECT id FROM ledger_account WHERE hot LOOP
        SELECT * INTO v_last FROM ledger_checkpoint WHERE account_id = v_account.id ORDER BY upto DESC LIMIT 1;
        INSERT INTO ledger_checkpoint (account_id, upto, balance, latest, next_from)
             SELECT v_account.id, transfer_id, coalesce(v_last.balance, 0) + balance,
                    greatest(v_last.latest, latest), least(next_booked, v_from)
               FROM (SELECT transfer_id, row_number() OVER upto AS no, sum(amount) OVER upto AS balance,
                            max(booked_at) OVER upto AS latest,
                            min(booked_at) OVER (ORDER BY transfer_id DESC
                                                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS next_booked
                       FROM ledger_entry
                      WHERE account_id = v_account.id AND version IS NULL
                        AND transfer_id > coalesce(v_last.upto, 0) AND transfer_id <= v_upto
                     WINDOW upto AS (ORDER BY transfer_id)) tail
              WHERE no % p_every = 0;
        GET DIAGNOSTICS v_written = ROW_COUNT;
        v_all := v_all + v_written;
    END LOOP;
    RETURN v_all;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_write_checkpoints FROM PUBLIC;

-- An account's balance as the books stood at a moment (of the database's clock). Not hot: its versions were booked in
-- their order, so halving finds the last one. Hot: the last checkpoint before, and at most the entries to the next.
CREATE FUNCTION ledger_balance_at(p_code text, p_at timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_account record;
    v_low int := 0;
    v_high int;
    v_middle int;
    v_booked timestamptz;
    v_upto bigint;
    v_next bigint;
    v_balance bigint;
    v_tail bigint;
BEGIN
    SELECT id, hot, version::int AS version INTO v_account FROM public.ledger_account WHERE code = p_code;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    IF NOT v_account.hot THEN
        v_high := v_account.version;
        WHILE v_low < v_high LOOP
            v_middle := v_low + (v_high - v_low + 1) / 2;
            SELECT booked_at INTO STRICT v_booked FROM public.ledger_entry
             WHERE account_id = v_account.id AND version = v_middle;
            IF v_booked <= p_at THEN
                v_low := v_middle;
            ELSE
                v_high := v_middle - 1;
            END IF;
        END LOOP;
        SELECT balance_after INTO v_balance FROM public.ledger_entry
         WHERE account_id = v_account.id AND version = v_low;
        RETURN coalesce(v_balance, 0);
    END IF;
    SELECT upto, balance INTO v_upto, v_balance FROM public.ledger_checkpoint
     WHERE account_id = v_account.id AND latest <= p_at ORDER BY latest DESC, upto DESC LIMIT 1;
    SELECT upto INTO v_next FROM public.ledger_checkpoint
     WHERE account_id = v_account.id AND next_from > p_at ORDER BY next_from, upto LIMIT 1;
    SELECT sum(amount) INTO v_tail FROM public.ledger_entry
     WHERE account_id = v_account.id AND version IS NULL AND booked_at <= p_at
       AND transfer_id > coalesce(v_upto, 0) AND transfer_id <= coalesce(v_next, 9223372036854775807);
    RETURN coalesce(v_balance, 0) + coalesce(v_tail, 0);
END $$;

-- --- many at once: what posting them one by one would say, in one call; all of them or none ----------------------
-- p_of says which movement (1, 2, ...) a leg belongs to. A movement that happened already is answered and not repeated.
CREATE FUNCTION ledger_post_batch(
    p_at timestamptz, p_actor text, p_movements text[], p_references text[], p_trials text[], p_reasons text[],
    p_of int[], p_codes text[], p_amounts bigint[]
) RETURNS bigint[] LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan SET random_page_cost = 1.1 AS $$
DECLARE
    v_count int := coalesce(cardinality(p_movements), 0);
    v_hashes bigint[];
    v_transfers bigint[];
    v_made bigint[];
    v_known bigint[];
    v_of int[];
BEGIN
    IF v_count = 0 THEN
        RETURN '{}';
    END IF;
    SELECT array_agg(hash ORDER BY no) INTO v_hashes
      FROM (SELECT l.no, hashtextextended(array_agg(l.code ORDER BY l.code COLLATE "C")::text
                                       || array_agg(l.amount ORDER BY l.code COLLATE "C")::text
                                       || coalesce((array_agg(t.trial_id))[1], ''), 0) AS hash
              FROM unnest(p_of, p_codes, p_amounts) AS l (no, code, amount)
              JOIN unnest(p_trials) WITH ORDINALITY AS t (trial_id, no) ON t.no = l.no
             GROUP BY l.no HAVING count(*) >= 2 AND count(DISTINCT l.code) = count(*)) hashed;
    IF cardinality(v_hashes) IS DISTINCT FROM v_count
       OR (SELECT bool_or(no IS NULL OR no NOT BETWEEN 1 AND v_count) FROM unnest(p_of) AS l (no)) THEN
        RAISE EXCEPTION 'a movement has two legs or more, each with its amount' USING ERRCODE = 'FT004';
    END IF;

    WITH made AS (
        INSERT INTO ledger_transfer (movement, reference, trial_id, payload_hash, effective_at, actor, reason)
             SELECT m.movement, m.reference, m.trial_id, m.hash, p_at, p_actor, coalesce(m.reason, '')
               FROM unnest(p_movements, p_references, p_trials, p_reasons, v_hashes) WITH ORDINALITY
                    AS m (movement, reference, trial_id, reason, hash, no)
              ORDER BY m.no
        ON CONFLICT ON CONSTRAINT a_movement_happens_once DO NOTHING
          RETURNING id
    ) SELECT array_agg(id ORDER BY id) INTO v_made FROM made;
    IF cardinality(v_made) = v_count THEN
        v_transfers := v_made;
        v_of := ARRAY (SELECT generate_series(1, v_count));
    ELSE
        SELECT array_agg(t.id ORDER BY m.no), array_agg(t.payload_hash ORDER BY m.no) INTO v_transfers, v_known
          FROM unnest(p_movements, p_references) WITH ORDINALITY AS m (movement, reference, no)
          LEFT JOIN ledger_transfer t ON t.movement = m.movement AND t.reference = m.reference;
        IF v_known <> v_hashes THEN
            RAISE EXCEPTION 'a movement of the batch happened with another payload' USING ERRCODE = 'FT001';
        END IF;
        SELECT array_agg(first.no) INTO v_of  -- the first of each that is new
          FROM (SELECT m.id, min(m.no)::int AS no FROM unnest(v_transfers) WITH ORDINALITY AS m (id, no)
                 GROUP BY m.id) first
          JOIN unnest(v_made) AS made (id) ON made.id = first.id;
        IF v_of IS NULL THEN
            RETURN v_transfers;
        END IF;
    END IF;

    PERFORM ledger_open(missing.code)
       FROM (SELECT DISTINCT l.code COLLATE "C" AS code FROM unnest(p_codes) AS l (code)
              WHERE NOT EXISTS (SELECT FROM ledger_account a WHERE a.code = l.code) ORDER BY 1) missing;
    IF (SELECT count(*) FROM unnest(p_of, p_codes, p_amounts) AS l (no, code, amount)  -- counted: all are looked at
          JOIN unnest(p_movements) WITH ORDINALITY AS m (movement, no) ON m.no = l.no
          JOIN ledger_movement_rule r
            ON r.movement = m.movement AND r.direction = sign(l.amount)
           AND r.kind = split_part(l.code, ':', 1) || ':' || split_part(l.code, ':', 2)) <> cardinality(p_codes) THEN
        RAISE EXCEPTION 'a movement of the batch may not move money between these accounts' USING ERRCODE = 'FT006';
    END IF;
    -- One way: what is an intern's moves only towards the same intern, whatever the catalogue says.
    IF (SELECT count(*) FROM unnest(p_of, p_codes, p_amounts) AS taken (no, code, amount)
          JOIN unnest(p_of, p_codes, p_amounts) AS other (no, code, amount) ON other.no = taken.no
         WHERE taken.amount < 0 AND taken.code LIKE 'intern:%'
           AND CASE WHEN other.code LIKE 'intern:%'
                    THEN split_part(other.code, ':', 3) <> split_part(taken.code, ':', 3)
                    ELSE other.amount > 0 AND other.code !~ '^(ext:cash|ext:connected|payroll:payable):' END) > 0 THEN
        RAISE EXCEPTION 'a movement of the batch may not take back what is an intern''s' USING ERRCODE = 'FT007';
    END IF;

    PERFORM FROM ledger_account WHERE code = ANY (p_codes) AND NOT hot ORDER BY code COLLATE "C" FOR NO KEY UPDATE;
    WITH leg AS MATERIALIZED (
        SELECT v.id AS transfer_id, l.no, l.amount, a.id, a.hot,
               a.balance + sum(l.amount) OVER (PARTITION BY a.id ORDER BY l.no) AS balance,
               a.version + row_number() OVER (PARTITION BY a.id ORDER BY l.no) AS version
          FROM unnest(p_of, p_codes, p_amounts) AS l (no, code, amount)
          JOIN unnest(v_of) AS new (no) ON new.no = l.no
          JOIN unnest(v_transfers) WITH ORDINALITY AS v (id, no) ON v.no = l.no
          JOIN ledger_account a ON a.code = l.code
    ), moved AS (
        UPDATE ledger_account a SET balance = a.balance + s.amount, version = a.version + s.entries
          FROM (SELECT id, sum(amount) AS amount, count(*) AS entries FROM leg WHERE NOT hot GROUP BY id) s
         WHERE a.id = s.id
    )
    INSERT INTO ledger_entry (transfer_id, account_id, amount, balance_after, version)
         SELECT transfer_id, id, amount, CASE WHEN NOT hot THEN balance END, CASE WHEN NOT hot THEN version END
           FROM leg ORDER BY no, id;
    RETURN v_transfers;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_post_batch FROM PUBLIC;

-- --- a correction is the opposite movement; each movement is reversed at most once -------------------------------
ALTER TABLE ledger_transfer
    ADD COLUMN reverses_id bigint,
    ADD CONSTRAINT only_a_reversal_reverses CHECK ((movement = 'reverse') = (reverses_id IS NOT NULL));
CREATE UNIQUE INDEX a_transfer_is_reversed_once ON ledger_transfer (reverses_id) WHERE reverses_id IS NOT NULL;

CREATE FUNCTION ledger_check_reversal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.ledger_transfer WHERE id = NEW.reverses_id AND reverses_id IS NULL) THEN
        RAISE EXCEPTION 'there is no transfer % that can be reversed', NEW.reverses_id USING ERRCODE = 'FT010';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_reversal_names_a_transfer BEFORE INSERT ON ledger_transfer
    FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION ledger_check_reversal();

CREATE FUNCTION ledger_reverse(p_transfer bigint, p_at timestamptz, p_actor text, p_reason text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_transfer bigint;
    v_leg record;
    v_ids int[];
    v_amounts bigint[];
    v_balances bigint[];
    v_versions int[];
    v_balance bigint;
    v_version int;
BEGIN
    INSERT INTO ledger_transfer (movement, reference, trial_id, payload_hash, effective_at, actor, reason, reverses_id)
         SELECT 'reverse', id::text, trial_id, payload_hash, p_at, p_actor, p_reason, id
           FROM ledger_transfer WHERE id = p_transfer AND reverses_id IS NULL
    ON CONFLICT ON CONSTRAINT a_movement_happens_once DO NOTHING
      RETURNING id INTO v_transfer;
    IF v_transfer IS NULL THEN
        SELECT id INTO v_transfer FROM ledger_transfer WHERE movement = 'reverse' AND reference = p_transfer::text;
        IF v_transfer IS NULL THEN
            RAISE EXCEPTION 'there is no transfer % that can be reversed', p_transfer USING ERRCODE = 'FT010';
        END IF;
        RETURN v_transfer;
    END IF;
    IF EXISTS (SELECT FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
                WHERE e.transfer_id = p_transfer AND e.amount > 0 AND a.kind LIKE 'intern:%'
                  AND EXISTS (SELECT FROM ledger_entry o JOIN ledger_account b ON b.id = o.account_id
                               WHERE o.transfer_id = p_transfer AND o.amount < 0
                                 AND NOT (b.kind LIKE 'intern:%' AND b.owner = a.owner))) THEN
        RAISE EXCEPTION 'a reversal may not take back what is an intern''s' USING ERRCODE = 'FT007';
    END IF;
    FOR v_leg IN
        SELECT a.id, a.hot, -e.amount AS amount FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
         WHERE e.transfer_id = p_transfer ORDER BY a.code COLLATE "C"
    LOOP
        v_balance := NULL;
        v_version := NULL;
        IF NOT v_leg.hot THEN
            UPDATE ledger_account SET balance = balance + v_leg.amount, version = version + 1
             WHERE id = v_leg.id RETURNING balance, version INTO v_balance, v_version;
        END IF;
        v_ids := v_ids || v_leg.id;
        v_amounts := v_amounts || v_leg.amount;
        v_balances := v_balances || v_balance;
        v_versions := v_versions || v_version;
    END LOOP;
    INSERT INTO ledger_entry (transfer_id, account_id, amount, balance_after, version)
         SELECT v_transfer, unnest(v_ids), unnest(v_amounts), unnest(v_balances), unnest(v_versions);
    RETURN v_transfer;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_reverse FROM PUBLIC;
