-- Counts a user's open sockets over all replicas. A replica that dies without a word is forgotten when its sockets are not renewed.
-- KEYS[1] the user's sockets: connection id by the time, in milliseconds of Redis' clock, until which it counts
-- ARGV[1] milliseconds that a socket counts without being renewed
-- ARGV[2…] connection ids that are open now
-- Returns how many are open.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
for i = 2, #ARGV do
    redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[i])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call('ZCARD', KEYS[1])
