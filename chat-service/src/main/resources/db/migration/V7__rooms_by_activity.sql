-- The room list shows the latest active of a user's rooms. An index on room.updated_at would be written with every message; this one is
-- written when a room is active in another hour (UTC) than before. What a list needs are then the few hours that hold enough rooms.
alter table member add column active_hour timestamptz not null default date_trunc('hour', now(), 'UTC'); -- of room.updated_at

update member m set active_hour = date_trunc('hour', r.updated_at, 'UTC') from room r
where r.id = m.room_id and m.active_hour <> date_trunc('hour', r.updated_at, 'UTC');

create index member_by_user_and_hour on member (user_id, active_hour);

-- Whoever moves updated_at holds the room's lock, so nobody else is here for the same room.
create function room_active_in_another_hour() returns trigger language plpgsql as $$
begin
    update member set active_hour = date_trunc('hour', new.updated_at, 'UTC') where room_id = new.id;
    return null;
end $$;

create trigger room_active_in_another_hour after update of updated_at on room for each row
    when (date_trunc('hour', old.updated_at, 'UTC') <> date_trunc('hour', new.updated_at, 'UTC'))
    execute function room_active_in_another_hour();
