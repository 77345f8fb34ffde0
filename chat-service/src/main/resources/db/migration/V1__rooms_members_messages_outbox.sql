-- Every key begins with room_id (or is one), so that the tables can be sharded by room later.

-- One conversation. Its id is derived from what the room is about (see RoomId), so the primary key alone makes it unique.
-- last_seq and rev are the only source of a message's seq and of every change's rev: who holds this row's lock may hand them out.
-- No index on what changes with a message: those updates stay heap-only.
create table room (
    id                  uuid        primary key,
    application_id      text,
    application_version bigint      not null default -1,
    job_id              text        not null,
    job_title           text        not null,
    status              text        not null default 'active' check (status in ('active', 'closed')),
    last_seq            bigint      not null default 0,
    rev                 bigint      not null default 0,
    room_rev            bigint      not null default 0,  -- rev of the last change of the room itself (status, membership)
    created_at          timestamptz not null,
    updated_at          timestamptz not null             -- latest activity: made, message or status; not edits, not receipts
) with (fillfactor = 70);

-- Receipts are high-water marks: read_seq <= delivered_seq <= room.last_seq, only rising.
create table member (
    room_id       uuid               not null references room,
    user_id       text collate "C"   not null,
    role          text               not null check (role in ('candidate', 'employer')),
    name          text               not null,
    read_seq      bigint             not null default 0,
    read_at       timestamptz,
    delivered_seq bigint             not null default 0,
    delivered_at  timestamptz,
    receipt_rev   bigint             not null default 0,  -- rev of the last change of a mark
    left_at       timestamptz,
    primary key (room_id, user_id),
    check (read_seq <= delivered_seq)
) with (fillfactor = 70);

create index member_by_user on member (user_id);

-- Membership is part of the room's rev, whoever changes it: open sockets of a removed member are found by that.
create function member_left_or_came_back() returns trigger language plpgsql as $$
begin
    update room set rev = rev + 1, room_rev = rev + 1 where id = new.room_id;
    return null;
end $$;

create trigger member_left_or_came_back after update of left_at on member
    for each row when (old.left_at is distinct from new.left_at) execute function member_left_or_came_back();

create table message (
    room_id     uuid             not null,
    seq         bigint           not null,
    id          uuid             not null,
    created_rev bigint           not null,
    rev         bigint           not null,
    sender_id   text collate "C" not null,
    client_id   uuid             not null,               -- the client's, else the message's own id
    type        text             not null check (type in ('text', 'file', 'system')),
    content     text             not null,
    card        jsonb,
    reply_to    uuid,
    created_at  timestamptz      not null,
    edited_at   timestamptz,
    deleted_at  timestamptz,
    primary key (room_id, seq)
);

-- The promise of idempotency, for ever.
create unique index message_by_client on message (room_id, sender_id, client_id);
-- Edit, delete and reply name a message by its id.
create unique index message_by_id on message (room_id, id);
-- Resume: everything after a rev is one range.
create index message_by_rev on message (room_id, rev);

-- What Kafka has yet to be told, written with the change itself. Within a room ids rise with rev, because both are taken
-- while the room's row is locked; the relay deletes what it has sent and never remembers a position.
create table outbox (
    id         bigint generated always as identity primary key,
    room_id    uuid             not null,
    type       text             not null,                -- the last part of the CloudEvents type
    rev        bigint           not null,
    seq        bigint,                                   -- of the message the event is about
    user_id    text collate "C",                         -- of the reader the event is about
    created_at timestamptz      not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
