-- What a room knows of an interview: was it announced before, and what holds now. Holds the cards of interviews only, so no
-- message of a person pays for it. On a large table make it beforehand with `create index concurrently` and this name: then
-- nothing waits here.
create index if not exists message_by_interview on message (room_id, (card -> 'interview' ->> 'id'), seq)
    where type = 'system' and card -> 'interview' ->> 'id' is not null;
