-- Takes one message from a user's token bucket (generic cell rate algorithm), whatever is left in it.
-- KEYS[1] the user's bucket: the time, in milliseconds of Redis' clock, at which it is full again
-- ARGV[1] milliseconds that one message costs
-- Returns the milliseconds until the bucket is full again.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + tonumber(ARGV[1])
redis.call('SET', KEYS[1], string.format('%d', full), 'PX', full - now)
return full - now
