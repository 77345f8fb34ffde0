-- The common case of store-messages.sql at a fraction of its cost: text, no reply, no event, sent for the first time, by members into
-- open rooms. All or nothing: a message that was sent before breaks message_by_client, one that must not be stored has no seq, which
-- the table refuses; then nothing has happened and store-messages.sql decides one by one.
-- Parameters: 1-6 arrays of equal length (room, which of its room's in this batch from 1, id, sender, client key, content),
--             7 the rooms, 8 now, 9-10 the rooms again with how many messages each gets, 11-12 now.
with sent as materialized (
    select * from unnest(?::uuid[], ?::int[], ?::uuid[], ?::text[], ?::uuid[], ?::text[])
        with ordinality as s (room_id, nth, id, sender_id, client_id, content, n)
),
-- In id order, so that two batches cannot wait for each other; what is read here is the newest committed state.
locked as materialized (
    select id, last_seq, rev from room where id = any(?::uuid[]) and status = 'active' order by id for no key update
),
fresh as materialized (
    select s.*, case when w.present then l.last_seq + s.nth end as seq, l.rev + s.nth as rev
    from sent s left join locked l on l.id = s.room_id
    left join lateral (
        select true as present from member m
        where m.room_id = s.room_id and m.user_id = s.sender_id and m.left_at is null limit 1) w on true
),
moved as (
    update room r set last_seq = r.last_seq + c.n, rev = r.rev + c.n, updated_at = ?::timestamptz
    from unnest(?::uuid[], ?::int[]) as c (id, n) where r.id = c.id
),
stored as (
    insert into message (room_id, seq, id, created_rev, rev, sender_id, client_id, type, content, created_at)
    select room_id, seq, id, rev, rev, sender_id, client_id, 'text', content, ?::timestamptz from fresh
),
told as (
    insert into outbox (room_id, type, rev, seq, created_at)
    select room_id, 'message-created', rev, seq, ?::timestamptz from fresh order by n
)
select n, seq, rev from fresh
