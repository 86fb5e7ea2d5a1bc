-- The same guards in fewer questions, and room for balances at any past moment.
--
-- Entries say when they were booked and lose their number's index: an account and its version, or a transfer, find them.
-- Nothing can be deleted here, so what a foreign key would ask twice for each leg is asked once for each statement.

ALTER TABLE ledger_entry DISABLE TRIGGER append_only;
ALTER TABLE ledger_transfer DISABLE TRIGGER append_only;
SET CONSTRAINTS ALL IMMEDIATE;

ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_pkey;
ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_transfer_id_fkey;
ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_account_id_fkey;
ALTER TABLE ledger_entry DROP CONSTRAINT an_account_has_one_entry_per_version;
DROP INDEX ledger_entry_transfer;
ALTER TABLE ledger_entry ADD COLUMN booked_at timestamptz;
UPDATE ledger_entry e SET booked_at = t.created_at FROM ledger_transfer t WHERE t.id = e.transfer_id;
ALTER TABLE ledger_entry
    ALTER COLUMN account_id TYPE integer,
    ALTER COLUMN version TYPE integer,
    ALTER COLUMN booked_at SET DEFAULT clock_timestamp(),
    ALTER COLUMN booked_at SET NOT NULL,
    ADD CONSTRAINT an_entry_is_chained_or_hot CHECK ((balance_after IS NULL) = (version IS NULL));
ALTER TABLE ledger_transfer DROP COLUMN created_at;

CREATE INDEX ledger_entry_transfer ON ledger_entry (transfer_id);
CREATE UNIQUE INDEX an_account_has_one_entry_per_version ON ledger_entry (account_id, version)
    WHERE version IS NOT NULL;
CREATE INDEX ledger_entry_hot ON ledger_entry (account_id, transfer_id) WHERE version IS NULL;

ALTER TABLE ledger_entry ENABLE TRIGGER append_only;
ALTER TABLE ledger_transfer ENABLE TRIGGER append_only;

-- Sealed and balanced, asked once for each statement that adds entries: each joins a transfer of this very transaction
-- and an account, and what is added to a transfer sums to zero in each currency (so it has two legs or more).
CREATE OR REPLACE FUNCTION ledger_check_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_bad record;
BEGIN
    SELECT e.transfer_id, bool_and(t.xid IS NOT DISTINCT FROM pg_catalog.pg_current_xact_id()) AS is_open,
           a.currency, sum(e.amount) AS off
      INTO v_bad
      FROM added e
      LEFT JOIN public.ledger_transfer t ON t.id = e.transfer_id
      LEFT JOIN public.ledger_account a ON a.id = e.account_id
     GROUP BY e.transfer_id, a.currency
    HAVING sum(e.amount) <> 0 OR a.currency IS NULL
        OR NOT bool_and(t.xid IS NOT DISTINCT FROM pg_catalog.pg_current_xact_id())
     LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF NOT v_bad.is_open THEN
        RAISE EXCEPTION 'a transfer is sealed with its transaction' USING ERRCODE = 'FT003';
    END IF;
    RAISE EXCEPTION 'transfer % does not balance (off by % in %)',
        v_bad.transfer_id, v_bad.off, coalesce(v_bad.currency, 'no account') USING ERRCODE = 'FT004';
END $$;
ALTER FUNCTION ledger_check_entries() RESET ALL;

-- At the commit every transfer has its entries: each statement's balance, so two legs or more.
CREATE OR REPLACE FUNCTION ledger_check_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.ledger_entry WHERE transfer_id = NEW.id) THEN
        RAISE EXCEPTION 'transfer % does not balance (no legs)', NEW.id USING ERRCODE = 'FT004';
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION ledger_check_transfer() RESET ALL;

-- Open an account on the fly, or say why there can be none.
CREATE FUNCTION ledger_open(p_code text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.ledger_account (code, kind, owner, currency, floor, hot)
         SELECT p_code, k.kind, p.owner, p.currency, CASE WHEN k.floor THEN 0 END, k.hot
           FROM (SELECT split_part(p_code, ':', 1) || ':' || split_part(p_code, ':', 2) AS kind,
                        split_part(p_code, ':', 3) AS owner, split_part(p_code, ':', 4) AS currency) p
           JOIN public.ledger_account_kind k ON k.kind = p.kind
          WHERE p.currency ~ '^[A-Z]{3}$' AND p.owner <> ''
    ON CONFLICT (code) DO NOTHING;
    IF NOT EXISTS (SELECT FROM public.ledger_account WHERE code = p_code) THEN
        RAISE EXCEPTION 'account % is of no known kind', p_code USING ERRCODE = 'FT005';
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_open FROM PUBLIC;

-- The one door. Same movement, reference and payload: the same answer. Another payload: refused (FT001), decided by
-- the unique index. Accounts are locked in the order of their codes, so two movements never wait for each other.
CREATE OR REPLACE FUNCTION ledger_post(
    p_movement text, p_reference text, p_trial_id text, p_at timestamptz, p_actor text, p_reason text,
    p_codes text[], p_amounts bigint[]
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_transfer bigint;
    v_hash bigint := hashtextextended(p_codes::text || p_amounts::text || coalesce(p_trial_id, ''), 0);
    v_known bigint;
    v_legs int := coalesce(cardinality(p_codes), 0);
    v_code text;
    v_before text := '';
    v_amount bigint;
    v_id int;
    v_balance bigint;
    v_version int;
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
    FOR i IN 1 .. v_legs LOOP
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
