-- For wrk: sends whole requests from a file (with a zero byte between them, made by bench/klant.py)
-- in random order, and tells in one line of JSON how it went.

local vragen = {}

function init(args)
  local bestand = assert(io.open(args[1], "rb"))
  for vraag in bestand:read("*a"):gmatch("[^%z]+") do
    vragen[#vragen + 1] = vraag
  end
  bestand:close()
end

function request()
  return vragen[math.random(#vragen)]
end

function done(summary, latency, requests)
  local fout = summary.errors
  io.write(string.format(
    '{"verzoeken": %d, "seconden": %.3f, "fouten": %d, "p50": %.1f, "p99": %.1f, "max": %.1f}\n',
    summary.requests, summary.duration / 1e6,
    fout.connect + fout.read + fout.write + fout.status + fout.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
