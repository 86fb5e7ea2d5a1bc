-- The ledger: append-only double entry, guarded by the database itself.
-- Who may do what here is granted after each migration: ledger/rights.py.
-- Amounts are whole minor units. A positive amount gives to an account, a negative one takes from it.

CREATE TABLE ledger_account_kind (
    kind text PRIMARY KEY,
    floor boolean NOT NULL,
    hot boolean NOT NULL,
    CONSTRAINT a_hot_account_has_no_floor CHECK (NOT (hot AND floor))
);

CREATE TABLE ledger_movement_rule (
    movement text NOT NULL,
    kind text NOT NULL REFERENCES ledger_account_kind,
    direction smallint NOT NULL CHECK (direction IN (-1, 1)),
    PRIMARY KEY (movement, kind, direction)
);

CREATE TABLE ledger_account (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE,
    kind text NOT NULL REFERENCES ledger_account_kind,
    owner text NOT NULL,
    currency char(3) NOT NULL,
    floor bigint,
    hot boolean NOT NULL,
    balance bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    CONSTRAINT an_account_stays_above_its_floor CHECK (floor IS NULL OR balance >= floor),
    CONSTRAINT a_hot_account_keeps_no_balance CHECK (NOT hot OR (balance = 0 AND version = 0)),
    CONSTRAINT a_code_says_what_the_account_is CHECK (code = kind || ':' || owner || ':' || currency)
) WITH (fillfactor = 50);
CREATE INDEX ledger_account_owner ON ledger_account (owner);

CREATE TABLE ledger_transfer (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    movement text NOT NULL,
    reference text NOT NULL,
    trial_id text,
    payload_hash bigint NOT NULL,
    effective_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor text NOT NULL,
    reason text NOT NULL DEFAULT '',
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT a_movement_happens_once UNIQUE (movement, reference)
);
CREATE INDEX ledger_transfer_trial ON ledger_transfer (trial_id) WHERE trial_id IS NOT NULL;
CREATE UNIQUE INDEX a_trial_is_settled_once ON ledger_transfer (trial_id) WHERE movement LIKE 'settle\_%';

CREATE TABLE ledger_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transfer_id bigint NOT NULL REFERENCES ledger_transfer,
    account_id bigint NOT NULL REFERENCES ledger_account,
    amount bigint NOT NULL CONSTRAINT an_entry_moves_money CHECK (amount <> 0),
    balance_after bigint,  -- null on a hot account
    version bigint,
    CONSTRAINT an_account_has_one_entry_per_version UNIQUE (account_id, version)
);
CREATE INDEX ledger_entry_transfer ON ledger_entry (transfer_id);

-- Append-only: a correction is another movement.
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'FT002';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER keeps_its_name BEFORE UPDATE OF id, code, kind, owner, currency, floor, hot ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

-- Sealed: entries join a transfer only in the transaction that made it, and each statement's entries balance.
CREATE FUNCTION ledger_check_entries() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added e JOIN ledger_transfer t ON t.id = e.transfer_id WHERE t.xid <> pg_current_xact_id()
    ) THEN
        RAISE EXCEPTION 'a transfer is sealed with its transaction' USING ERRCODE = 'FT003';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER sealed AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_entries();

-- Balanced: at the commit every transfer has two legs or more, and sums to zero in each currency.
CREATE FUNCTION ledger_check_transfer() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_legs bigint;
    v_wrong text;
BEGIN
    SELECT sum(n), string_agg(c, ', ') FILTER (WHERE s <> 0) INTO v_legs, v_wrong
      FROM (SELECT a.currency AS c, count(*) AS n, sum(e.amount) AS s
              FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
             WHERE e.transfer_id = NEW.id GROUP BY a.currency) AS sums;
    IF coalesce(v_legs, 0) < 2 OR v_wrong IS NOT NULL THEN
        RAISE EXCEPTION 'transfer % does not balance (% legs, wrong in %)', NEW.id, coalesce(v_legs, 0), coalesce(v_wrong, '-')
            USING ERRCODE = 'FT004';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON ledger_transfer DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_check_transfer();

-- The one door: one movement, one call. The application's role may execute this and write nothing itself.
-- Same movement, reference and payload: the same answer. Another payload: refused (FT001), decided by the unique index.
CREATE FUNCTION ledger_post(
    p_movement text, p_reference text, p_trial_id text, p_at timestamptz, p_actor text, p_reason text,
    p_codes text[], p_amounts bigint[]
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_transfer bigint;
    v_hash bigint;
    v_known bigint;
    v_legs int := cardinality(p_codes);
    v_found int;
    v_allowed int;
    v_takes_from text[];
    v_gives_to_others boolean;
BEGIN
    v_hash := hashtextextended(p_codes::text || p_amounts::text || coalesce(p_trial_id, ''), 0);
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
    IF v_legs IS NULL OR v_legs < 2 OR v_legs <> cardinality(p_amounts) THEN
        RAISE EXCEPTION 'a movement has two legs or more, each with its amount' USING ERRCODE = 'FT004';
    END IF;

    -- Open accounts on the fly, then lock in the order of ids, so that two movements never wait for each other.
    LOOP
        PERFORM FROM ledger_account WHERE code = ANY (p_codes) AND NOT hot ORDER BY id FOR NO KEY UPDATE;
        SELECT count(*), count(r.movement),
               array_agg(a.owner) FILTER (WHERE l.amount < 0 AND a.kind LIKE 'intern:%')
          INTO v_found, v_allowed, v_takes_from
          FROM unnest(p_codes, p_amounts) AS l (code, amount)
          JOIN ledger_account a ON a.code = l.code
          LEFT JOIN ledger_movement_rule r
            ON r.movement = p_movement AND r.kind = a.kind AND r.direction = sign(l.amount);
        EXIT WHEN v_found = v_legs;
        INSERT INTO ledger_account (code, kind, owner, currency, floor, hot)
             SELECT c.code, k.kind, p.owner, p.currency, CASE WHEN k.floor THEN 0 END, k.hot
               FROM unnest(p_codes) AS c (code)
              CROSS JOIN LATERAL (SELECT split_part(c.code, ':', 1) || ':' || split_part(c.code, ':', 2) AS kind,
                                         split_part(c.code, ':', 3) AS owner, split_part(c.code, ':', 4) AS currency) p
               JOIN ledger_account_kind k ON k.kind = p.kind
              WHERE p.currency ~ '^[A-Z]{3}$' AND p.owner <> ''
              ORDER BY c.code
        ON CONFLICT (code) DO NOTHING;
        IF (SELECT count(*) FROM ledger_account WHERE code = ANY (p_codes)) <> v_legs THEN
            RAISE EXCEPTION 'an account of % is of no known kind, or named twice', p_movement USING ERRCODE = 'FT005';
        END IF;
    END LOOP;
    IF v_allowed <> v_legs THEN
        RAISE EXCEPTION '% may not move money between these accounts', p_movement USING ERRCODE = 'FT006';
    END IF;

    -- One way: what is an intern's moves only towards the same intern, whatever the catalogue says.
    IF v_takes_from IS NOT NULL THEN
        SELECT bool_or(NOT (a.kind LIKE 'intern:%' AND a.owner = ALL (v_takes_from)
                            OR a.kind IN ('ext:cash', 'payroll:payable')))
          INTO v_gives_to_others
          FROM unnest(p_codes, p_amounts) AS l (code, amount) JOIN ledger_account a ON a.code = l.code
         WHERE l.amount > 0;
        IF v_gives_to_others THEN
            RAISE EXCEPTION '% may not take back what is an intern''s', p_movement USING ERRCODE = 'FT007';
        END IF;
    END IF;

    -- Hot accounts get an entry and no row update: their balance is the sum of their entries.
    WITH leg AS (
        SELECT a.id, a.hot, l.amount FROM unnest(p_codes, p_amounts) AS l (code, amount)
          JOIN ledger_account a ON a.code = l.code
    ), moved AS (
        UPDATE ledger_account a SET balance = a.balance + leg.amount, version = a.version + 1
          FROM leg WHERE a.id = leg.id AND NOT leg.hot
        RETURNING a.id, leg.amount, a.balance, a.version
    )
    INSERT INTO ledger_entry (transfer_id, account_id, amount, balance_after, version)
         SELECT v_transfer, id, amount, balance, version FROM moved
          UNION ALL
         SELECT v_transfer, id, amount, NULL, NULL FROM leg WHERE hot;
    RETURN v_transfer;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_post FROM PUBLIC;
