-- A file that somebody has put into a room. The bytes are elsewhere (see the package attachment), under the row's id.
-- The row comes before the bytes and goes after them, so that no file is ever without a row that leads to it.
create table attachment (
    room_id      uuid             not null,
    id           uuid             not null,
    uploader_id  text collate "C" not null,
    message_id   uuid,                                    -- of the message that shows it; once set, for ever
    position     smallint         not null default 0,     -- among the attachments of that message
    name         text             not null,
    content_type text             not null,
    size         bigint           not null,
    sha256       bytea            not null,
    width        integer,
    height       integer,
    thumbnail    boolean          not null,
    -- storing: the bytes are on their way; removing: they are being deleted; the others are seen by clients.
    status       text             not null check (status in ('storing', 'unscanned', 'pending', 'clean', 'rejected', 'removing')),
    created_at   timestamptz      not null,
    unused_since timestamptz,                             -- null while a message shows it
    held_until   timestamptz      not null default '-infinity', -- a replica scans or removes it, until then at most
    primary key (room_id, id)
);

-- A download names nothing else.
create index attachment_by_id on attachment (id);
create index attachment_by_message on attachment (room_id, message_id) where message_id is not null;
create index attachment_unused on attachment (unused_since) where unused_since is not null;
create index attachment_to_scan on attachment (created_at) where status = 'pending';

-- What a user has uploaded on a day (UTC).
create table attachment_quota (
    user_id text collate "C" not null,
    day     date             not null,
    uploads integer          not null,
    bytes   bigint           not null,
    primary key (user_id, day)
);

create index attachment_quota_by_day on attachment_quota (day);

-- Whoever deletes a message, by whatever statement: its files fall due.
create function attachments_unused() returns trigger language plpgsql as $$
begin
    update attachment set unused_since = new.deleted_at where room_id = new.room_id and message_id = new.id;
    return null;
end $$;

create trigger attachments_unused after update of deleted_at on message
    for each row when (new.type = 'file' and old.deleted_at is null and new.deleted_at is not null)
    execute function attachments_unused();
