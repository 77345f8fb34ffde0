-- What every message paid for and few readers needed.

-- Of the changes since a rev, new messages are found by their seq (see message.Messages); an index is only needed for those that were
-- changed later. On a large table make it beforehand with `create index concurrently` and this name: then nothing waits here.
create index if not exists message_by_change on message (room_id, rev) where rev <> created_rev;
drop index message_by_rev;

-- A row of the outbox tells of one change, or of the new messages of one commit: arrays of equal length in place of the room, rev and seq.
-- At most 128 of them, which with plain storage fit on a page and are neither compressed nor put elsewhere.
alter table outbox
    alter column room_id drop not null,
    alter column rev drop not null,
    add column room_ids uuid[],
    add column revs bigint[],
    add column seqs bigint[],
    add constraint outbox_one_or_many check (room_id is null and rev is null and seq is null or room_ids is null);
alter table outbox
    alter column room_ids set storage plain,
    alter column revs set storage plain,
    alter column seqs set storage plain;
