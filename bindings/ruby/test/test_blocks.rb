# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require_relative "helper"

# Blocks, and who frees them.
class TestBlocks < Minitest::Test
  include Program

  Memory = Vera::Memory
  Block = Memory::Block
  Freed = Fiddle::ClearedReferenceError

  # Check mode reports what the tests below rely on.
  def test_oracle
    _, errors, = run_checked("Memory.allocate(100)")
    assert_includes errors, "leak: 1 block,"
    _, errors, status = run_checked("Memory.free(Memory.allocate(100), 99)")
    refute_empty errors
    refute_predicate status, :success?
  end

  # The end of open, an exception, a throw, and Ruby's own end free a block.
  def test_ownership
    assert_clean "Block.open(100) { |block| block[0] = 1 }"
    assert_clean "begin; Block.open(100) { raise 'so' }; rescue RuntimeError; end"
    assert_clean "catch(:out) { Block.open(100) { throw :out } }"
    assert_clean "Block.new(100).free"
    assert_clean "block = Block.open(100); block.free"
    assert_clean "KEPT = Block.new(100)"
  end

  def test_open
    kept = nil
    assert_equal(7, Block.open(100) do |block|
      kept = block
      7
    end)
    assert_predicate kept, :freed?
    assert_raises(ZeroDivisionError) { Block.open(100) { |block| (kept = block)[0] / 0 } }
    assert_predicate kept, :freed?
    Block.open(100, &:free)
  end

  # A free of what the collector freed is a double free. A few blocks may stay: the collector treats
  # whatever on the stack looks like a reference as one.
  def test_collector
    _, errors, = run_checked(<<~RUBY, "VERA_MEMORY_MISUSE" => "report")
      def addresses = Array.new(100) { Block.new(64).pointer.to_i }
      freed = addresses
      GC.start
      freed.each { |address| Memory.free_aligned(address, 64, 8) }
      exit!
    RUBY
    assert_operator errors.lines.size, :>, 90
  end

  def test_pointer_keeps_memory
    assert_clean <<~RUBY
      def pointers = Array.new(100) { Block.new(64).pointer }
      kept = pointers
      GC.start
      kept.each { |pointer| pointer[0] = 1 }
    RUBY
  end

  def test_second_free
    block = Block.new(100)
    assert_nil block.free
    error = assert_raises(Freed) { block.free }
    assert_equal "free: the block was freed", error.message
  end

  def test_use_after_free
    other = Block.new(100)
    block = Block.new(100)
    block.free
    {
      "[]" => [-> { block[0] }, -> { block[0, 1] }],
      "[]=" => [-> { block[0] = 1 }, -> { block[0, 1] = "a" }],
      "fill" => [-> { block.fill(1) }],
      "zero" => [-> { block.zero }],
      "copy_from" => [-> { block.copy_from(other) }, -> { other.copy_from(block) }],
      "pointer" => [-> { block.pointer }, -> { Fiddle::Pointer[block] }]
    }.each do |name, uses|
      uses.each { |use| assert_refused(Freed, "#{name}: the block was freed", &use) }
    end
    assert_predicate block, :freed?
    assert_match(/freed/, block.inspect)
    assert_equal [100, 8], [block.size, block.align]
  end

  def test_pointer_after_free
    block = Block.new(100)
    pointer = block.pointer
    block.free
    assert_predicate pointer, :null?
    assert_raises(Fiddle::DLError) { pointer[0] }
    assert_raises(Fiddle::DLError) { pointer[0] = 1 }
    assert_raises(Fiddle::DLError) { pointer[0, 1] }
  end

  def test_copies
    block = Block.new(100)
    assert_raises(TypeError) { block.dup }
    assert_raises(TypeError) { block.clone }
    assert_raises(TypeError) { Marshal.dump(block) }
    assert_raises(NoMethodError) { Block.allocate }
  end

  def test_same_size
    assert_clean <<~RUBY
      [0, 1, 7, 8, 100, 4096, 100_000].each do |size|
        Block.new(size)
        [1, 2, 8, 16, 64, 4096].each do |align|
          Block.new(size, align: align).free
          Block.new(size, align: align)
        end
      end
    RUBY
  end

  def test_sizes
    [0, 1, 8, 100, 100_000].product([1, 8, 64, 4096]) do |size, align|
      Block.open(size, align:) do |block|
        assert_equal [size, align], [block.size, block.align]
        assert_equal 0, block.pointer.to_i % align
        assert_equal size, block.pointer.size
      end
    end
  end

  def assert_refused(error, start, &)
    raised = assert_raises(error, &)
    assert raised.message.start_with?(start), raised.message
  end

  def test_null
    assert_refused(ArgumentError, "Block: 'size' ") { Block.new(-1) }
    [0, -8, 3].each do |align|
      assert_refused(ArgumentError, "Block: 'align' ") { Block.new(1, align:) }
    end
    [1 << 62, 1 << 64].each { |size| assert_raises(NoMemoryError) { Block.new(size) } }
    ["1", nil, 1.0].each do |wrong|
      assert_refused(TypeError, "Block: 'size' ") { Block.new(wrong) }
      assert_refused(TypeError, "Block: 'align' ") { Block.new(1, align: wrong) }
    end
  end
end

# The bytes of blocks.
class TestBytes < Minitest::Test
  Block = Vera::Memory::Block

  def setup
    @block = Block.new(16).zero
    @other = Block.new(32).zero
  end

  def teardown
    @block.free
    @other.free
  end

  def assert_refused(error, start, &)
    raised = assert_raises(error, &)
    assert raised.message.start_with?(start), raised.message
  end

  def test_bounds
    [[-1, 1], [16, 1], [15, 2], [0, 17], [0, -1], [17, 0]].each do |offset, count|
      name = offset.between?(0, 16) ? "count" : "offset"
      assert_refused(IndexError, "[]: '#{name}' ") { @block[offset, count] }
      assert_refused(IndexError, "fill: '#{name}' ") { @block.fill(1, offset:, count:) }
      assert_refused(IndexError, "zero: '#{name}' ") { @block.zero(offset:, count:) }
      assert_raises(IndexError) { @block.copy_from(@other, offset:, count:) }
      assert_raises(IndexError) { @other.copy_from(@block, source_offset: offset, count:) }
    end
    assert_raises(IndexError) { @block[15, 2] = "ab" }
    assert_raises(IndexError) { @block[-1, 2] = "ab" }
    assert_refused(IndexError, "copy_from: 'source_offset' ") do
      @other.copy_from(@block, source_offset: 17)
    end
    assert_refused(IndexError, "copy_from: 'count' ") { @block.copy_from(@other) }
  end

  def test_bounds_of_a_byte
    [-1, 16].each do |offset|
      assert_refused(IndexError, "[]: 'offset' must be in 0...16, not #{offset}") { @block[offset] }
      assert_refused(IndexError, "[]=: 'offset' must be in 0...16, ") { @block[offset] = 1 }
    end
  end

  def test_types
    ["1", 1.0, true, nil].each do |wrong|
      assert_refused(TypeError, "[]: 'offset' ") { @block[wrong] }
      assert_refused(TypeError, "[]=: 'value' ") { @block[0] = wrong }
      assert_refused(TypeError, "fill: 'value' ") { @block.fill(wrong) }
      assert_refused(TypeError, "zero: 'offset' ") { @block.zero(offset: wrong) }
      assert_refused(TypeError, "copy_from: 'source' ") { @block.copy_from(wrong) }
    end
    assert_refused(TypeError, "zero: 'count' ") { @block.zero(count: 1.5) }
    assert_refused(TypeError, "[]=: 'value' ") { @block[0, 1] = 1 }
  end

  def test_values
    [-1, 256].each do |wrong|
      assert_refused(RangeError, "[]=: 'value' ") { @block[0] = wrong }
      assert_refused(RangeError, "fill: 'value' ") { @block.fill(wrong) }
    end
    %w[abc abcde äöüß].each do |wrong|
      assert_refused(ArgumentError, "[]=: 'value' ") { @block[0, 4] = wrong }
    end
    assert_refused(ArgumentError, "copy_from: ") do
      @block.copy_from(@block, offset: 1, count: 8)
    end
  end

  # Ruby's way to reach bytes in place is a Fiddle::Pointer.
  def test_buffer
    assert_same @block.pointer, @block.pointer
    @block[10, 3] = "abc"
    assert_equal "abc", @block.pointer[10, 3]
    @block.pointer[15] = 0xA5
    assert_equal 0xA5, @block[15]
    assert_equal @block.pointer, Fiddle::Pointer[@block]
    assert_equal Encoding::BINARY, @block[0, 1].encoding
  end

  def test_bytes
    @block[0] = 255
    @block[1] = 127
    @block[2] = 128
    assert_equal [255, 127, 128, 0], Array.new(4) { |offset| @block[offset] }
    assert_equal "\xFF\x7F\x80\0".b, @block[0, 4]
    assert_equal "", @block[16, 0]
  end

  def test_fill_and_zero
    assert_same @block, @block.fill(255)
    @block.fill(127, offset: 1, count: 2)
    @block.fill(128, offset: 15)
    assert_same @block, @block.zero(offset: 3, count: 2)
    assert_equal "\xFF\x7F\x7F\0\0".b + ("\xFF".b * 10) + "\x80".b, @block[0, 16]
    @block.zero
    assert_equal "\0" * 16, @block[0, 16]
  end

  def test_copy_from
    @other[0, 8] = "01234567"
    assert_same @block, @block.copy_from(@other, offset: 2, source_offset: 4, count: 3)
    assert_equal "\0\x00456\0\0\0", @block[0, 8]
    @other.copy_from(@block)
    assert_equal @block[0, 16], @other[0, 16]
    @block.copy_from(@block, offset: 8, count: 8)
    assert_equal @block[0, 8], @block[8, 8]
  end

  def test_round_trip
    size = 1 << 20
    content = Random.new(7).bytes(size)
    Block.open(size) do |one|
      Block.open(size) do |other|
        one[0, size] = content
        other.copy_from(one)
        assert_equal content, other[0, size]
      end
    end
  end

  def resident
    File.read("/proc/self/statm").split[1].to_i * 4096
  end

  def churn(count)
    count.times { Block.open(1000) { |block| block[0] = 1 } }
  end

  def test_no_growth
    skip "there is no /proc/self/statm" unless File.exist?("/proc/self/statm")
    churn(20_000)
    GC.start
    before = resident
    churn(100_000)
    assert_operator resident - before, :<, 1 << 20
  end
end

# Blocks and functions in two threads.
class TestThreads < Minitest::Test
  include Program

  Memory = Vera::Memory
  Block = Memory::Block

  def run_both(&)
    threads = Array.new(2) { |number| Thread.new(number, &) }
    threads.each { |thread| thread.report_on_exception = false }
    threads.map { |thread| thread.join(60) or flunk("the threads deadlock") }
  end

  # Both allocate and free at once, and then each frees what the other allocated.
  def test_threads
    kept = [[], []]
    run_both do |number|
      1000.times do |size|
        address = Memory.allocate(size)
        Memory.set_memory(address, number, size)
        Memory.free(address, size)
        kept[number] << Block.new(size).fill(number)
      end
    end
    run_both do |number|
      kept[1 - number].each do |block|
        assert_equal (1 - number).chr * block.size, block[0, block.size]
        block.free
      end
    end
  end

  # What another thread raises waits until the memory has an owner, or is freed.
  def test_interrupted
    %w[size= ref].each do |method|
      assert_clean <<~RUBY
        Fiddle::Pointer.prepend(Module.new do
          define_method("#{method}") do |*values|
            Thread.new(Thread.current) { |thread| thread.raise("so") }.join
            super(*values)
          end
        end)
        begin
          Block.new(64).free
          exit(false)
        rescue RuntimeError
          nil
        end
      RUBY
    end
  end

  # If two threads free a block at once, only one succeeds.
  def test_one_frees
    blocks = Array.new(1000) { Block.new(64) }
    freed = [0, 0]
    run_both do |number|
      blocks.each do |block|
        Thread.pass
        block.free
        freed[number] += 1
      rescue Fiddle::ClearedReferenceError
        next
      end
    end
    assert_equal blocks.size, freed.sum
  end

  # A block is not freed while another thread's call uses it; check mode would report it.
  def test_free_during_calls
    calls = %w[block.fill(1) block.zero block.copy_from(other) other.copy_from(block)]
    calls.each do |call|
      assert_clean <<~RUBY
        block = Block.new(1 << 22).zero
        other = Block.new(1 << 22).zero
        started = Queue.new
        using = Thread.new do
          started << true
          loop { #{call}; Thread.pass }
        rescue Fiddle::ClearedReferenceError
          :refused
        end
        started.pop
        block.free
        exit(false) unless using.value == :refused
      RUBY
    end
  end

  def waiting(&)
    thread = Thread.new(&)
    Thread.pass until thread.stop?
    thread
  end

  # Two threads that copy in opposite directions do not deadlock, even if both had to wait for the
  # same block.
  def test_opposite_copies
    one = Block.new(8).zero
    other = Block.new(8).zero
    threads = one.send(:lock).synchronize do
      [waiting { one.copy_from(other) }, waiting { other.copy_from(one) }]
    end
    threads.each { |thread| assert thread.join(10), "the threads deadlock" }
    [one, other].each(&:free)
  end
end
