-- Gives uploads to the messages that show them, in the transaction that stores those messages; the rooms are locked already.
-- Parameters: 1-6 arrays of equal length (n, room, message, sender, attachment, position).
-- Answers each one that was its sender's, in that room, free and not refused; of two that ask for the same the first gets it.
with asked as materialized (
    select distinct on (room_id, id) *
    from unnest(?::int[], ?::uuid[], ?::uuid[], ?::text[], ?::uuid[], ?::int[]) as a (n, room_id, message_id, sender_id, id, position)
    order by room_id, id, n
)
update attachment a set message_id = s.message_id, position = s.position, unused_since = null
from asked s
where a.room_id = s.room_id and a.id = s.id and a.uploader_id = s.sender_id
  and a.message_id is null and a.status in ('unscanned', 'pending', 'clean')
returning s.n, a.*
