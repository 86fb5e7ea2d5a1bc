-- The same guards, asked once. A check of a table and the condition of a trigger are read anew from their texts by every
-- statement; what a function asks is planned once for a connection. So what a movement must be is asked by one function
-- as its row is written, by one of each statement's entries, and by one at the commit.

-- --- as the row is written ------------------------------------------------------------------------------------------
DROP TRIGGER a_reversal_names_a_transfer ON ledger_transfer;
DROP TRIGGER an_exchange_is_not_reversed ON ledger_transfer;
DROP TRIGGER an_outcome_was_intended ON ledger_transfer;
DROP FUNCTION ledger_check_reversal, ledger_refuse_half_an_exchange, money_check_outcome;
ALTER TABLE ledger_transfer
    DROP CONSTRAINT a_day_is_named_with_its_trial,
    DROP CONSTRAINT an_actor_is_opaque,
    DROP CONSTRAINT only_a_reversal_reverses;

CREATE FUNCTION ledger_check_movement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_broken text;
    v_reversed text;
BEGIN
    IF NEW.actor !~ '^[a-z_]+(:[0-9]+)?$' THEN
        v_broken := 'an_actor_is_opaque';
    ELSIF (NEW.movement = 'reverse') <> (NEW.reverses_id IS NOT NULL) THEN
        v_broken := 'only_a_reversal_reverses';
    ELSIF NEW.movement = 'earn_day' THEN
        IF NEW.trial_id IS NULL OR NOT starts_with(NEW.reference, NEW.trial_id || '/') THEN
            v_broken := 'a_day_is_named_with_its_trial';
        END IF;
    ELSIF NEW.movement = 'reverse' THEN
        SELECT movement INTO v_reversed FROM public.ledger_transfer WHERE id = NEW.reverses_id AND reverses_id IS NULL;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'there is no transfer % that can be reversed', NEW.reverses_id USING ERRCODE = 'FT010';
        ELSIF v_reversed IN ('fx_out', 'fx_in') THEN
            RAISE EXCEPTION 'half of an exchange is not reversed: exchange it back' USING ERRCODE = 'FT018';
        END IF;
    ELSIF NEW.movement IN ('payout_arrived', 'payout_returned', 'refund_arrived', 'refund_failed') THEN
        IF NOT EXISTS (SELECT FROM public.ledger_transfer WHERE reference = NEW.reference AND movement =
                           CASE WHEN NEW.movement LIKE 'payout%' THEN 'send_payout' ELSE 'start_refund' END) THEN
            RAISE EXCEPTION '% of % was never sent', NEW.movement, NEW.reference USING ERRCODE = 'FT013';
        END IF;
    END IF;
    IF v_broken IS NOT NULL THEN
        RAISE EXCEPTION '% % of % breaks "%"', NEW.movement, NEW.reference, NEW.actor, v_broken
            USING ERRCODE = 'check_violation', TABLE = 'ledger_transfer', CONSTRAINT = v_broken;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_movement_is_what_it_says BEFORE INSERT ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION ledger_check_movement();

-- --- at the commit --------------------------------------------------------------------------------------------------
DROP TRIGGER a_signed_trial_takes_its_fund ON ledger_transfer;
DROP TRIGGER what_the_ledger_did_is_settled ON ledger_transfer;
DROP TRIGGER fees_leave_only_above_other_peoples_money ON ledger_transfer;
DROP TRIGGER an_exchange_gives_only_own_money ON ledger_transfer;
DROP TRIGGER an_exchange_has_two_halves ON ledger_transfer;
DROP FUNCTION money_check_signed_trial, money_check_withdrawal, ledger_check_exchange;

CREATE FUNCTION money_check_signed_trial(p_transfer bigint, p_trial text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.money_seatfund f
         WHERE f.trial_id = p_trial AND f.state = 'committed'
           AND (SELECT pg_catalog.jsonb_object_agg(a.code, e.amount)
                  FROM public.ledger_entry e JOIN public.ledger_account a ON a.id = e.account_id
                 WHERE e.transfer_id = p_transfer)
             = pg_catalog.jsonb_build_object(
                   'seat:held:' || f.seat_id || ':' || f.currency, -f.pay_minor,
                   'trial:held:' || f.trial_id || ':' || f.currency, f.pay_minor)
               || CASE WHEN f.fee_minor = 0 THEN '{}' ELSE pg_catalog.jsonb_build_object(
                   'seat:fee:' || f.seat_id || ':' || f.currency, -f.fee_minor,
                   'trial:fee:' || f.trial_id || ':' || f.currency, f.fee_minor) END) THEN
        RAISE EXCEPTION 'trial % was not signed with exactly its fund', p_trial USING ERRCODE = 'FT011';
    END IF;
END $$;

-- Whatever takes money out of the provider's account for the operator, the opposite of what it had put in and an
-- exchange included, leaves everybody else's money whole.
CREATE FUNCTION money_check_withdrawal(p_transfer bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_currency text;
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('withdraw_fees', 0));  -- one sees the other's
    SELECT a.currency INTO v_currency FROM public.ledger_entry e JOIN public.ledger_account a ON a.id = e.account_id
     WHERE e.transfer_id = p_transfer AND a.kind = 'ext:cash' AND e.amount > 0 LIMIT 1;
    IF FOUND AND public.ledger_own_money(v_currency) < 0 THEN
        RAISE EXCEPTION 'this would take out what is other people''s' USING ERRCODE = 'FT014';
    END IF;
END $$;

-- Neither half of an exchange stands alone: both are there, of one transaction, of two currencies and of no trial.
CREATE FUNCTION ledger_check_exchange(p_reference text, p_xid xid8) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.ledger_transfer t
          JOIN public.ledger_entry e ON e.transfer_id = t.id JOIN public.ledger_account a ON a.id = e.account_id
         WHERE t.movement IN ('fx_out', 'fx_in') AND t.reference = p_reference AND t.xid = p_xid
           AND t.trial_id IS NULL
        HAVING count(DISTINCT t.id) = 2 AND count(DISTINCT a.currency) = 2
           AND count(DISTINCT (t.id, a.currency)) = 2) THEN
        RAISE EXCEPTION 'exchange % is not one currency out and another one in', p_reference USING ERRCODE = 'FT018';
    END IF;
END $$;

-- Every transfer has its entries (each statement's balance, so two legs or more), and what its movement promises holds.
CREATE OR REPLACE FUNCTION ledger_check_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.ledger_entry WHERE transfer_id = NEW.id) THEN
        RAISE EXCEPTION 'transfer % does not balance (no legs)', NEW.id USING ERRCODE = 'FT004';
    END IF;
    IF NEW.movement = 'earn_day' THEN
        RETURN NULL;
    ELSIF NEW.movement = 'commit_seat_to_trial' THEN
        PERFORM public.money_check_signed_trial(NEW.id, NEW.trial_id);
    ELSIF NEW.movement LIKE 'settle\_%'
          OR NEW.movement IN ('release_hold', 'pay_told_to_leave', 'release_returning') THEN
        PERFORM public.money_check_settlement(NEW.trial_id);
    ELSIF NEW.movement IN ('withdraw_fees', 'reverse') THEN
        PERFORM public.money_check_withdrawal(NEW.id);
    ELSIF NEW.movement IN ('fx_out', 'fx_in') THEN
        PERFORM public.ledger_check_exchange(NEW.reference, NEW.xid);
        IF NEW.movement = 'fx_out' AND NEW.actor <> 'provider' THEN  -- what the provider did is a fact
            PERFORM public.money_check_withdrawal(NEW.id);
        END IF;
    END IF;
    RETURN NULL;
END $$;
ALTER TRIGGER balanced ON ledger_transfer RENAME TO a_movement_keeps_what_it_promises;

-- --- an account -------------------------------------------------------------------------------------------------------
-- What never changes is asked once, as it is opened; what does is between two numbers of its own: a debt is never above
-- zero, and a hot account's balance, which is the sum of its entries, is not kept.
SET CONSTRAINTS ALL IMMEDIATE;
DROP TRIGGER keeps_its_name ON ledger_account;
DROP TRIGGER an_owner_is_opaque ON ledger_account;
DROP FUNCTION ledger_refuse_name;
ALTER TABLE ledger_account ADD COLUMN ceiling bigint;
UPDATE ledger_account SET floor = CASE WHEN hot THEN 0 ELSE floor END, ceiling = 0 WHERE hot OR kind = 'company:owes';
ALTER TABLE ledger_account
    DROP CONSTRAINT a_code_says_what_the_account_is,
    DROP CONSTRAINT a_debt_is_no_credit,
    DROP CONSTRAINT a_hot_account_keeps_no_balance,
    DROP CONSTRAINT an_account_stays_above_its_floor,
    ADD CONSTRAINT an_account_stays_above_its_floor CHECK (balance >= floor),
    ADD CONSTRAINT a_debt_is_no_credit CHECK (balance <= ceiling);

CREATE FUNCTION ledger_check_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.owner !~ '^[a-z0-9_-]{1,30}$' THEN
        RAISE EXCEPTION 'an account is named by an opaque id' USING ERRCODE = 'FT015';
    ELSIF NEW.code <> NEW.kind || ':' || NEW.owner || ':' || NEW.currency THEN
        RAISE EXCEPTION 'account % is another one by its columns', NEW.code USING ERRCODE = 'check_violation',
            TABLE = 'ledger_account', CONSTRAINT = 'a_code_says_what_the_account_is';
    END IF;
    NEW.floor := CASE WHEN NEW.hot THEN 0 ELSE NEW.floor END;
    NEW.ceiling := CASE WHEN NEW.hot OR NEW.kind = 'company:owes' THEN 0 END;
    RETURN NEW;
END $$;
CREATE TRIGGER an_account_is_what_its_code_says BEFORE INSERT ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_check_account();
CREATE TRIGGER keeps_its_name BEFORE UPDATE OF id, code, kind, owner, currency, floor, ceiling, hot ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

-- --- each statement's entries -----------------------------------------------------------------------------------------
ALTER TABLE ledger_entry DROP CONSTRAINT an_entry_is_chained_or_hot, DROP CONSTRAINT an_entry_moves_money;
CREATE OR REPLACE FUNCTION ledger_check_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_bad record;
BEGIN
    SELECT s.*, t.xid IS NOT DISTINCT FROM pg_catalog.pg_current_xact_id() AS is_open INTO v_bad
      FROM (SELECT e.transfer_id, a.currency, public.ledger_sum(e.amount) AS off,
                   bool_or(e.balance_after < a.floor) AS is_below,
                   bool_or(e.amount = 0 OR (e.balance_after IS NULL) <> (e.version IS NULL)
                           OR a.hot <> (e.version IS NULL) OR e.version > a.version
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

    -- Two legs, of which none takes from an intern: where both accounts are open and not hot, this is all.
    IF v_legs = 2 AND p_codes[1] < p_codes[2] COLLATE "C"
       AND NOT starts_with(p_codes[CASE WHEN p_amounts[1] < 0 THEN 1 ELSE 2 END], 'intern:') THEN
        UPDATE ledger_account a SET balance = a.balance + p_amounts[1], version = a.version + 1
         WHERE a.code = p_codes[1] AND NOT a.hot
           AND EXISTS (SELECT FROM ledger_movement_rule r
                        WHERE r.movement = p_movement AND r.kind = a.kind AND r.direction = sign(p_amounts[1]))
        RETURNING a.id, a.balance, a.version INTO v_first_id, v_first_balance, v_first_version;
        IF FOUND THEN
            UPDATE ledger_account a SET balance = a.balance + p_amounts[2], version = a.version + 1
             WHERE a.code = p_codes[2] AND NOT a.hot
               AND EXISTS (SELECT FROM ledger_movement_rule r
                            WHERE r.movement = p_movement AND r.kind = a.kind AND r.direction = sign(p_amounts[2]))
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
