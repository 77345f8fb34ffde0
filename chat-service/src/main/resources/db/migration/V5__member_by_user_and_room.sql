-- Whether somebody is in a room is asked for every message. With an index on the user alone a plan could read all of a user's rooms
-- to find one; with both columns either index is one probe, and a user's rooms are still one range.
create index member_by_user_and_room on member (user_id, room_id);
drop index member_by_user;
