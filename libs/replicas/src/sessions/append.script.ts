/**
 * Adds an event to a stream of bounded size, in one step: drops the oldest, notes that the stream of
 * a call has ended, and notifies the process that owns it.
 *
 * Keys: the stream, the characters in it, the owners of streams, which streams run. Arguments:
 * stream id, position, frame, `1` for the last event, most events, most characters, life in ms, the
 * channel of a replica without its id, the message to it.
 */
export const APPEND = `
redis.call('XADD', KEYS[1], '*', 's', ARGV[1], 'p', ARGV[2], 'f', ARGV[3], 'l', ARGV[4])
local size = redis.call('INCRBY', KEYS[2], #ARGV[3])
local count = redis.call('XLEN', KEYS[1])
if count == 1 then
  size = #ARGV[3]
  redis.call('SET', KEYS[2], size)
end
while count > tonumber(ARGV[5]) or (size > tonumber(ARGV[6]) and count > 1) do
  local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
  redis.call('XDEL', KEYS[1], oldest[1])
  size = redis.call('DECRBY', KEYS[2], #oldest[2][6])
  count = count - 1
end
redis.call('PEXPIRE', KEYS[1], ARGV[7])
redis.call('PEXPIRE', KEYS[2], ARGV[7])
if ARGV[4] == '1' then redis.call('HDEL', KEYS[4], ARGV[1]) end
local owner = redis.call('HGET', KEYS[3], ARGV[1])
if owner then redis.call('PUBLISH', ARGV[8] .. owner, ARGV[9]) end
return 1`;
