-- What administrators did, and how the replicas fare. Neither is sharded with the rooms: both are about the whole.

-- Who did what to whom, when, from where and why. Written in the transaction of the action itself: no change without its line, and
-- no contents shown without theirs. No foreign keys: a line outlives what it tells of.
create table admin_audit (
    id         bigint generated always as identity primary key,
    at         timestamptz      not null,
    actor_id   text collate "C" not null,
    actor_name text             not null,
    action     text             not null,
    room_id    uuid,
    message_id uuid,
    reason     text,
    details    jsonb            not null default '{}',   -- what was asked for, what was shown
    address    text             not null                 -- where the request came from
);

create index admin_audit_by_actor on admin_audit (actor_id, id);
create index admin_audit_by_room on admin_audit (room_id, id) where room_id is not null;

-- Written once, for ever. Who owns the table could still take the trigger away: in production the service should not own its tables.
create function admin_audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'admin_audit is append-only' using errcode = 'insufficient_privilege';
end $$;

create trigger admin_audit_is_append_only before update or delete or truncate on admin_audit
    for each statement execute function admin_audit_is_append_only();

-- One row per replica, renewed every few seconds.
create table replica (
    id         uuid        primary key,
    name       text        not null,
    started_at timestamptz not null,
    seen_at    timestamptz not null,
    sockets    int         not null,
    rooms      int         not null,                     -- that somebody there follows
    lane_depth int         not null                      -- messages that wait for a commit
) with (fillfactor = 50);

-- Counted by the replicas as they store, because an index on message.created_at would be paid on every message.
create table messages_by_hour (
    hour     timestamptz primary key,
    messages bigint      not null
) with (fillfactor = 50);
