-- Finds the connections of one chat replica that its heartbeat no longer lists.
--
-- The heartbeat has just renewed everything it lists, so whatever was not renewed lately is gone. Connections opened a
-- moment ago are spared: the list may have been written before they opened.
--
-- KEYS[1]  index: sorted set, "user connection" -> last renewal in ms
-- ARGV[1]  ms added to Redis's time: 0, except in tests that move the clock
-- ARGV[2]  spared: ms since its last renewal within which a connection is left alone
-- ARGV[3]  how many connections at most
--
-- Returns "user connection" entries, longest unrenewed first.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]

return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - ARGV[2]), 'LIMIT', 0, ARGV[3])
