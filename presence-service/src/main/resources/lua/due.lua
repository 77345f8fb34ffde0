-- Finds the users of one shard whose deadline has passed, and marks that the shard was swept.
--
-- It claims nothing: change.lua looks again and does whatever is left to do, so two replicas that find the same users
-- still announce each change once. A replica that dies between the two leaves the users due for the next sweep.
--
-- KEYS[1]  due: sorted set, user -> time of the user's next deadline in ms
-- KEYS[2]  sweep: hash, `at` = last sweep in ms, `hold_until` = until when leases are not let lapse
-- ARGV[1]  ms added to Redis's time: 0, except in tests that move the clock
-- ARGV[2]  how many users at most
-- ARGV[3]  sweep gap: ms without a sweep after which leases are held
-- ARGV[4]  sweep hold: ms for which they are held
--
-- Returns the users, longest due first.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
local function integer(number)
  return string.format('%.0f', number)
end

local at = redis.call('HGET', KEYS[2], 'at')
if not at or now - at > ARGV[3] + 0 then
  redis.call('HSET', KEYS[2], 'hold_until', integer(now + ARGV[4]))
end
-- Once a second is exact enough, and spares the append-only file.
if not at or math.abs(now - at) >= 1000 then
  redis.call('HSET', KEYS[2], 'at', integer(now))
end

return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', integer(now), 'LIMIT', 0, ARGV[2])
