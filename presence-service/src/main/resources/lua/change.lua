-- Changes the records of some users of one shard, settles each of them and announces what became different.
--
-- The only writer of a user's record: opening, renewing, closing, idling, typing and the sweep all come through here.
-- Record and announcement change in one atomic step, so a change is announced exactly once, whichever replica runs this
-- and whatever dies before or after. The clock is Redis's own (TIME); effects are replicated, not the script (the
-- default since Redis 5). Every key is in KEYS and carries the same hash tag.
--
-- KEYS[1]   due: sorted set, user -> time of the user's next deadline in ms
-- KEYS[2]   sweep: hash, `at` = last sweep in ms, `hold_until` = until when leases are not let lapse
-- KEYS[3]   index: sorted set, "user connection" -> last renewal in ms; not given when ARGV[9] is ''
-- KEYS[...] records: one hash per user, in the order of ARGV
--             status                          online | away | offline
--             seen                            last sign of life, ms
--             open/<replica>/<connection>     <ends ms>:<active|idle>, an open connection's lease
--             closed/<replica>/<connection>   the same, a closed one that still counts until its grace ends
--             typing/<room>                   <ends ms>
--
-- ARGV[1]   ms added to Redis's time: 0, except in tests that move the clock
-- ARGV[2]   lease: ms an open connection lives without being renewed
-- ARGV[3]   grace: ms a closed connection still counts
-- ARGV[4]   typing: ms until typing ends by itself
-- ARGV[5]   typing refresh: ms within which a repeated `typing` is ignored
-- ARGV[6]   retention: ms an offline user's record is kept
-- ARGV[7]   sweep gap: ms without a sweep after which leases are held
-- ARGV[8]   sweep hold: ms for which they are held
-- ARGV[9]   replica whose connections change, or ''
-- ARGV[10]  channel of status changes
-- ARGV[11]  channel of typing
-- ARGV[12…] per user: id, number of operations, and per operation three values:
--             alive    <connection>  active|idle|keep  make the lease or renew it
--             closed   <connection>  -
--             activity <connection>  active|idle       ignored for a connection that is not open
--             typing   <room>        on|off
--
-- Returns what happened, as counts: { online, away, offline, typing started, typing ended,
--                                     leases made, renewed, closed, lapsed }

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
local lease, grace, typing_lasts, typing_refresh = ARGV[2] + 0, ARGV[3] + 0, ARGV[4] + 0, ARGV[5] + 0
local retention, gap, hold, replica = ARGV[6], ARGV[7] + 0, ARGV[8] + 0, ARGV[9]

local count = { online = 0, away = 0, offline = 0, started = 0, ended = 0, made = 0, renewed = 0, closed = 0, lapsed = 0 }
local indexed, unindexed = {}, {}

local function tally(name)
  count[name] = count[name] + 1
end

local function integer(number)
  return string.format('%.0f', number)
end

-- Lua puts only some thousands of values on its stack, so long lists go in pieces (an even number: pairs stay together).
local function in_batches(command, key, values)
  for i = 1, #values, 1000 do
    redis.call(command, key, unpack(values, i, math.min(i + 999, #values)))
  end
end

-- 2026-01-31T12:00:00.000Z from ms since 1970; days to date as in Howard Hinnant's civil_from_days.
local function iso(ms)
  local floor = math.floor
  local days = floor(ms / 86400000)
  local rest = ms - days * 86400000
  local z = days + 719468
  local era = floor(z / 146097)
  local doe = z - era * 146097
  local yoe = floor((doe - floor(doe / 1460) + floor(doe / 36524) - floor(doe / 146096)) / 365)
  local doy = doe - (365 * yoe + floor(yoe / 4) - floor(yoe / 100))
  local mp = floor((5 * doy + 2) / 153)
  local month = mp < 10 and mp + 3 or mp - 9
  return string.format('%04d-%02d-%02dT%02d:%02d:%02d.%03dZ',
    yoe + era * 400 + (month <= 2 and 1 or 0), month, doy - floor((153 * mp + 2) / 5) + 1,
    floor(rest / 3600000), floor(rest / 60000) % 60, floor(rest / 1000) % 60, rest % 1000)
end

-- After a time in which nobody swept (Redis or every presence replica was away) heartbeats were not heard either:
-- unrenewed leases then say nothing about their connections, so they get one hold to be renewed.
local marks = redis.call('HMGET', KEYS[2], 'at', 'hold_until')
local hold_until = tonumber(marks[2] or 0)
if not marks[1] or now - marks[1] > gap then
  hold_until = now + hold
end

-- Reads one record into tables; `set` and `gone` collect what has to be written back.
local function load(key, user)
  local record = { key = key, user = user, status = 'offline', leases = {}, typing = {}, set = {}, gone = {} }
  local fields = redis.call('HGETALL', key)
  for i = 1, #fields, 2 do
    local field, value = fields[i], fields[i + 1]
    local kind, rest = string.match(field, '^(%a+)/?(.*)$')
    if kind == 'open' or kind == 'closed' then
      local ends, mark = string.match(value, '^(%d+):(%a+)$')
      record.leases[field] = { ends = ends + 0, mark = mark, open = kind == 'open' }
    elseif kind == 'typing' then
      record.typing[rest] = value + 0
    else
      record[field] = value
    end
  end
  return record
end

local function put(record, field, value)
  record.set[field] = value
  record.gone[field] = nil
end

local function put_lease(record, field, ends, mark, open)
  record.leases[field] = { ends = ends, mark = mark, open = open }
  put(record, field, integer(ends) .. ':' .. mark)
end

local function drop(record, field)
  record.set[field] = nil
  record.gone[field] = true
end

local function announce_typing(record, room, is_typing)
  redis.call('PUBLISH', ARGV[11], string.format(
    '{"room_id":"%s","user_id":"%s","is_typing":%s}', room, record.user, tostring(is_typing)))
  tally(is_typing and 'started' or 'ended')
end

local function end_typing(record, room)
  record.typing[room] = nil
  drop(record, 'typing/' .. room)
  announce_typing(record, room, false)
end

local apply = {}

function apply.alive(record, connection, mark)
  local field = 'open/' .. replica .. '/' .. connection
  -- A heartbeat that was under way when the connection closed; only `keep` opens one anew.
  if mark ~= 'keep' and record.leases['closed/' .. replica .. '/' .. connection] then return end
  local held = record.leases[field]
  if mark == 'keep' then
    mark = held and held.mark or 'active'
  end
  put_lease(record, field, now + lease, mark, true)
  record.seen_now = true
  indexed[#indexed + 1] = integer(now)
  indexed[#indexed + 1] = record.user .. ' ' .. connection
  tally(held and 'renewed' or 'made')
end

function apply.closed(record, connection)
  unindexed[#unindexed + 1] = record.user .. ' ' .. connection
  local field = replica .. '/' .. connection
  local held = record.leases['open/' .. field]
  if not held then return end
  record.leases['open/' .. field] = nil
  drop(record, 'open/' .. field)
  put_lease(record, 'closed/' .. field, now + grace, held.mark, false)
  record.seen_now = true
  record.closed_now = true
  tally('closed')
end

function apply.activity(record, connection, mark)
  local field = 'open/' .. replica .. '/' .. connection
  if record.leases[field] then
    put_lease(record, field, now + lease, mark, true)
    record.seen_now = true
  end
end

function apply.typing(record, room, flag)
  local ends = record.typing[room]
  if flag == 'off' then
    if ends then end_typing(record, room) end
  elseif not ends or now >= ends - typing_lasts + typing_refresh then
    record.typing[room] = now + typing_lasts
    put(record, 'typing/' .. room, integer(now + typing_lasts))
    if not ends then announce_typing(record, room, true) end
  end
end

-- Who has closed the last connection is not typing any more.
local function end_typing_without_connection(record)
  for _, held in pairs(record.leases) do
    if held.open then return end
  end
  for room in pairs(record.typing) do end_typing(record, room) end
end

-- Ends what is over and finds what the user is now; returns status and the next deadline (nil = none).
local function judge(record)
  local live, active, deadline = false, false, nil
  local function waits_for(ends)
    if not deadline or ends < deadline then deadline = ends end
  end
  for field, held in pairs(record.leases) do
    if held.ends <= now and held.open and hold_until > now then
      held.ends = hold_until
      put(record, field, integer(held.ends) .. ':' .. held.mark)
    end
    if held.ends <= now then
      drop(record, field)
      if held.open then tally('lapsed') end
    else
      live = true
      active = active or held.mark == 'active'
      waits_for(held.ends)
    end
  end
  for room, ends in pairs(record.typing) do
    if ends <= now then end_typing(record, room) else waits_for(ends) end
  end
  return live and (active and 'online' or 'away') or 'offline', deadline
end

local function write_back(record)
  local set, gone = {}, {}
  for field, value in pairs(record.set) do
    set[#set + 1] = field
    set[#set + 1] = value
  end
  for field in pairs(record.gone) do gone[#gone + 1] = field end
  in_batches('HDEL', record.key, gone)
  in_batches('HSET', record.key, set)
end

local function settle(record)
  local before = record.status
  if record.closed_now then end_typing_without_connection(record) end
  local status, deadline = judge(record)
  if record.seen_now then
    record.seen = now
    put(record, 'seen', integer(now))
  end
  if status ~= before then put(record, 'status', status) end
  write_back(record)
  if deadline then
    redis.call('ZADD', KEYS[1], integer(deadline), record.user)
  else
    redis.call('ZREM', KEYS[1], record.user)
  end
  if status ~= before then
    if status == 'offline' then redis.call('PEXPIRE', record.key, retention) end
    if before == 'offline' then redis.call('PERSIST', record.key) end
    redis.call('PUBLISH', ARGV[10], string.format(
      '{"user_id":"%s","status":"%s","last_seen":"%s"}', record.user, status, iso((record.seen or now) + 0)))
    tally(status)
  end
end

local at = 12
for i = (replica == '' and 3 or 4), #KEYS do
  local record = load(KEYS[i], ARGV[at])
  local first = at + 2
  local past = first + ARGV[at + 1] * 3
  for op = first, past - 1, 3 do
    apply[ARGV[op]](record, ARGV[op + 1], ARGV[op + 2])
  end
  settle(record)
  at = past
end

if replica ~= '' then
  in_batches('ZADD', KEYS[3], indexed)
  in_batches('ZREM', KEYS[3], unindexed)
  if #indexed > 0 then redis.call('PEXPIRE', KEYS[3], integer(2 * lease)) end
end

return { count.online, count.away, count.offline, count.started, count.ended,
  count.made, count.renewed, count.closed, count.lapsed }
