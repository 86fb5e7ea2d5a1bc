-- What the operator puts right with its own money, and pay that could not be sent for long.

INSERT INTO ledger_account_kind (kind, floor, hot) VALUES ('intern:unclaimed', true, false);

INSERT INTO ledger_movement_rule (movement, kind, direction) VALUES
    ('set_unclaimed', 'intern:earned', -1),
    ('set_unclaimed', 'intern:unclaimed', 1),
    ('claim', 'intern:unclaimed', -1),
    ('claim', 'intern:earned', 1),
    ('write_off', 'op:loss', -1),
    ('write_off', 'company:owes', 1),
    ('make_good', 'op:loss', -1),
    ('make_good', 'company:refund', 1);

INSERT INTO money_unclaimedrule (country, months, valid_from, source, note) VALUES
    ('', 36, '2020-01-01', 'The default of this software; ask your own law for your place''s period',
     'Kept apart in the books only: it stays the intern''s and goes out whenever they say where');
