-- Stores a batch of messages in one statement, and so in one commit.
-- Parameters: 1-12 arrays of equal length (n, room, id, sender, client key, type, content, card, reply to, version, closes room, trace),
--             13 the rooms, 14 whether people may write in closed rooms, 15 now.
-- Every look-up is lateral with a limit: one index probe per row, whatever the planner believes of the tables' sizes.
-- Answers every n with its verdict; seq, rev, id and time where it is stored or was stored before.
with sent as materialized (
    select * from unnest(?::int[], ?::uuid[], ?::uuid[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::bigint[], ?::boolean[],
                         ?::text[])
        as s (n, room_id, id, sender_id, client_id, type, content, card, reply_to, version, closes, trace)
),
-- Sent before. One that commits after this statement's snapshot breaks message_by_client instead; the caller then runs it again.
known as materialized (
    select s.n, k.* from sent s cross join lateral (
        select m.id, m.seq, m.rev, m.created_at from message m
        where m.room_id = s.room_id and m.sender_id = s.sender_id and m.client_id = s.client_id limit 1) k
),
-- In id order, so that two batches cannot wait for each other; what is read here is the newest committed state.
locked as materialized (
    select id, last_seq, rev, status, application_version from room where id = any(?::uuid[]) order by id for no key update
),
judged as materialized (
    select s.*, l.last_seq, l.rev as room_rev,
        case
            when k.n is not null then 'duplicate'
            when l.id is null then 'not_found'
            when s.type <> 'system' and not coalesce(w.present, false) then 'not_found'
            when s.type <> 'system' and l.status = 'closed' and not ?::boolean then 'room_closed'
            when s.reply_to is not null and not coalesce(a.present, false) then 'reply_to'
            when s.version < greatest(l.application_version, max(s.version) over (
                partition by s.room_id order by s.n rows between unbounded preceding and 1 preceding)) then 'late'
            else 'stored'
        end as verdict
    from sent s left join locked l on l.id = s.room_id left join known k on k.n = s.n
    left join lateral (
        select true as present from member m
        where m.room_id = s.room_id and m.user_id = s.sender_id and m.left_at is null limit 1) w on true
    left join lateral (
        select true as present from message m where m.room_id = s.room_id and m.id = s.reply_to limit 1) a on s.reply_to is not null
),
fresh as materialized (
    select j.*, last_seq + row_number() over w as seq, room_rev + row_number() over w as rev
    from judged j where verdict = 'stored'
    window w as (partition by room_id order by n)
),
input as (select ?::timestamptz as at),
moved as (
    update room r set
        last_seq = t.seq, rev = t.rev, updated_at = input.at,
        application_version = greatest(r.application_version, t.version),
        status = case when t.closed_at is null then r.status else 'closed' end,
        room_rev = coalesce(t.closed_at, r.room_rev)
    from (select room_id, max(seq) as seq, max(rev) as rev, max(version) as version, max(rev) filter (where closes) as closed_at
          from fresh group by room_id) t, input
    where r.id = t.room_id
),
stored as (
    insert into message (room_id, seq, id, created_rev, rev, sender_id, client_id, type, content, card, reply_to, created_at)
    select room_id, seq, id, rev, rev, sender_id, client_id, type, content, card::jsonb, reply_to, input.at from fresh, input
),
told as (
    insert into outbox (room_id, type, rev, seq, created_at, trace)
    select room_id, 'message-created', rev, seq, input.at, trace from fresh, input order by n
)
select j.n, j.verdict, coalesce(f.seq, k.seq) as seq, coalesce(f.rev, k.rev) as rev, coalesce(k.id, j.id) as id,
       coalesce(k.created_at, input.at) as created_at
from judged j left join fresh f on f.n = j.n left join known k on k.n = j.n, input
