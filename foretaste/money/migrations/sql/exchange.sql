-- Money of another currency: two movements of one reference, each balanced in its own currency, and op:fx between them.
-- Only what lies at the provider is exchanged. What is a trial's, an intern's or a company's stays in its currency.
INSERT INTO ledger_account_kind (kind, floor, hot) VALUES ('op:fx', false, true);
INSERT INTO ledger_movement_rule (movement, kind, direction) VALUES
    ('fx_out', 'op:fx', -1),
    ('fx_out', 'ext:pending', 1),
    ('fx_out', 'ext:cash', 1),
    ('fx_in', 'ext:pending', -1),
    ('fx_in', 'ext:cash', -1),
    ('fx_in', 'op:cost', -1),
    ('fx_in', 'op:fx', 1);
ALTER TABLE ledger_movement_rule ADD CONSTRAINT an_exchange_reaches_nobody_s_money CHECK (
    (movement IN ('fx_out', 'fx_in')) = (kind = 'op:fx')
    OR movement IN ('fx_out', 'fx_in') AND kind IN ('ext:pending', 'ext:cash', 'op:cost'));

-- Neither half stands alone: at the commit both are there, of one transaction, of two currencies and of no trial.
CREATE FUNCTION ledger_check_exchange() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.ledger_transfer t
          JOIN public.ledger_entry e ON e.transfer_id = t.id JOIN public.ledger_account a ON a.id = e.account_id
         WHERE t.movement IN ('fx_out', 'fx_in') AND t.reference = NEW.reference AND t.xid = NEW.xid
           AND t.trial_id IS NULL
        HAVING count(DISTINCT t.id) = 2 AND count(DISTINCT a.currency) = 2
           AND count(DISTINCT (t.id, a.currency)) = 2) THEN
        RAISE EXCEPTION 'exchange % is not one currency out and another one in', NEW.reference USING ERRCODE = 'FT018';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER an_exchange_has_two_halves AFTER INSERT ON ledger_transfer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.movement IN ('fx_out', 'fx_in')) EXECUTE FUNCTION ledger_check_exchange();

-- ... nor is one undone alone: another exchange undoes an exchange.
CREATE FUNCTION ledger_refuse_half_an_exchange() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM public.ledger_transfer WHERE id = NEW.reverses_id AND movement IN ('fx_out', 'fx_in')) THEN
        RAISE EXCEPTION 'half of an exchange is not reversed: exchange it back' USING ERRCODE = 'FT018';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_exchange_is_not_reversed BEFORE INSERT ON ledger_transfer FOR EACH ROW
    WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION ledger_refuse_half_an_exchange();

-- 16, for what a person exchanges: other people's money of that currency stays whole. What the provider did is a fact.
CREATE CONSTRAINT TRIGGER an_exchange_gives_only_own_money AFTER INSERT ON ledger_transfer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.movement = 'fx_out' AND NEW.actor <> 'provider') EXECUTE FUNCTION money_check_withdrawal();
