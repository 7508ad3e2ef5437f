# frozen_string_literal: true

# SPDX-License-Identifier: MIT

# Prints the cost in ns of an allocate and free pair, and of a block in open.

require "benchmark"
require "vera/memory"

def nanoseconds(count = 50_000, &)
  rounds = Array.new(5) { Benchmark.realtime { count.times(&) } }
  (rounds.min / count * 1e9).round
end

pair = nanoseconds { Vera::Memory.free(Vera::Memory.allocate(64), 64) }
block = nanoseconds { Vera::Memory::Block.open(64) { nil } }
puts "#{pair} #{block}"
