-- Raises marks in one statement; only those that rise are answered, each with the rev its room got for it.
-- Parameters: 1-4 arrays of equal length (room, user, read, delivered), 5 the rooms, 6 now.
with asked as materialized (
    select * from unnest(?::uuid[], ?::text[], ?::bigint[], ?::bigint[]) as a (room_id, user_id, read_seq, delivered_seq)
),
locked as materialized (
    select id, last_seq, rev from room where id = any(?::uuid[]) order by id for no key update
),
input as (select ?::timestamptz as at),
-- Whoever raises marks holds the room's lock, so what is read here can only be too low; the update below looks again.
rising as materialized (
    select m.room_id, m.user_id, l.rev + row_number() over (partition by m.room_id order by m.user_id) as rev,
           greatest(m.read_seq, least(a.read_seq, l.last_seq)) as read_seq,
           greatest(m.delivered_seq, least(greatest(a.read_seq, a.delivered_seq), l.last_seq)) as delivered_seq,
           m.read_seq as read_before, m.delivered_seq as delivered_before
    from asked a join locked l on l.id = a.room_id
    join member m on m.room_id = a.room_id and m.user_id = a.user_id and m.left_at is null
    where least(a.read_seq, l.last_seq) > m.read_seq or least(greatest(a.read_seq, a.delivered_seq), l.last_seq) > m.delivered_seq
),
raised as (
    update member m set
        read_seq = greatest(m.read_seq, r.read_seq),
        read_at = case when r.read_seq > m.read_seq then input.at else m.read_at end,
        delivered_seq = greatest(m.delivered_seq, r.delivered_seq),
        delivered_at = case when r.delivered_seq > m.delivered_seq then input.at else m.delivered_at end,
        receipt_rev = r.rev
    from rising r, input where m.room_id = r.room_id and m.user_id = r.user_id
    returning m.room_id, m.user_id, m.read_seq, m.delivered_seq
),
moved as (
    update room set rev = t.rev from (select room_id, max(rev) as rev from rising group by room_id) t where room.id = t.room_id
),
told as (
    insert into outbox (room_id, type, rev, seq, user_id, created_at)
    select room_id, 'room-read', rev, read_seq, user_id, input.at from rising, input where read_seq > read_before
)
select u.room_id, u.user_id, r.rev, u.read_seq, u.delivered_seq,
       u.read_seq > r.read_before as read_rose, u.delivered_seq > r.delivered_before as delivered_rose
from raised u join rising r on r.room_id = u.room_id and r.user_id = u.user_id
order by u.room_id, r.rev
