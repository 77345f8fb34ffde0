-- store-plain-messages.sql for a single message, which most commits bring when little is said: a quarter less of PostgreSQL, as there is
-- nothing to unfold. No row: its room is closed or gone or its sender is no member, and nothing has happened.
-- Parameters: now, room, sender; id, sender, client key, content, now; now.
with moved as (
    update room r set last_seq = r.last_seq + 1, rev = r.rev + 1, updated_at = ?::timestamptz
    from member m
    where r.id = ?::uuid and r.status = 'active'
    and m.room_id = r.id and m.user_id = ? and m.left_at is null
    returning r.id, r.last_seq as seq, r.rev
),
stored as (
    insert into message (room_id, seq, id, created_rev, rev, sender_id, client_id, type, content, created_at)
    select id, seq, ?::uuid, rev, rev, ?, ?::uuid, 'text', ?, ?::timestamptz from moved
),
told as (
    insert into outbox (type, room_id, rev, seq, created_at)
    select 'message-created', id, rev, seq, ?::timestamptz from moved
)
select seq, rev from moved
