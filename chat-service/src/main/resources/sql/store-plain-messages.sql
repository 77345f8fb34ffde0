-- The common case of store-messages.sql at a fraction of its cost: text, no reply, no event, sent for the first time, by members into
-- open rooms. All or nothing: a message that was sent before breaks message_by_client, one that must not be stored has no seq, which
-- the table refuses; then nothing has happened and store-messages.sql decides one by one.
-- Parameters: 1-6 arrays of equal length (room, which of its room's in this batch from 1, id, sender, client key, content),
--             7-8 the rooms with how many messages each gets, 9-11 now.
with sent as materialized (
    select * from unnest(?::uuid[], ?::int[], ?::uuid[], ?::text[], ?::uuid[], ?::text[])
        with ordinality as s (room_id, nth, id, sender_id, client_id, content, n)
),
-- In id order, in which the rooms below are locked one after the other: so two batches cannot wait for each other.
counted as materialized (
    select * from unnest(?::uuid[], ?::int[]) as c (id, n) order by id
),
moved as (
    update room r set last_seq = r.last_seq + c.n, rev = r.rev + c.n, updated_at = ?::timestamptz
    from counted c where r.id = c.id and r.status = 'active'
    returning r.id, r.last_seq - c.n as last_seq, r.rev - c.n as rev
),
fresh as materialized (
    select s.*, case when w.present then b.last_seq + s.nth end as seq, b.rev + s.nth as rev
    from sent s left join moved b on b.id = s.room_id
    left join lateral (
        select true as present from member m
        where m.room_id = s.room_id and m.user_id = s.sender_id and m.left_at is null limit 1) w on true
),
stored as (
    insert into message (room_id, seq, id, created_rev, rev, sender_id, client_id, type, content, created_at)
    select room_id, seq, id, rev, rev, sender_id, client_id, 'text', content, ?::timestamptz from fresh
),
told as (
    insert into outbox (type, room_ids, revs, seqs, created_at)
    select 'message-created', array_agg(room_id order by n), array_agg(rev order by n), array_agg(seq order by n), ?::timestamptz
    from fresh group by (n - 1) / 128 order by (n - 1) / 128
)
select n, seq, rev from fresh
