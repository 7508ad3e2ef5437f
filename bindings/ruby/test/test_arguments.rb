# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require_relative "helper"

# The arguments that the functions refuse.
class TestArguments < Minitest::Test
  Memory = Vera::Memory

  def assert_refused(error, function, parameter, *arguments)
    raised = assert_raises(error, arguments.inspect) { Memory.public_send(function, *arguments) }
    assert raised.message.start_with?("#{function}: '#{parameter}' "), raised.message
  end

  def test_count_of_arguments
    Memory.manifest.functions.each do |function|
      name, parameters = function.fetch_values("name", "parameters")
      [parameters.size - 1, parameters.size + 1].each do |count|
        error = assert_raises(ArgumentError) { Memory.public_send(name, *[0] * count) }
        names = parameters.map { |parameter| parameter.fetch("name") }.join(" ")
        assert_equal "#{name}: wrong number of arguments (given #{count}, " \
                     "expected #{parameters.size} #{names})", error.message
      end
    end
  end

  def test_types
    ["1", 1.0, 1.5, 1r, true, false, [1], nil].each do |wrong|
      assert_refused(TypeError, "allocate", "size", wrong)
      assert_refused(TypeError, "allocate_aligned", "align", 8, wrong)
      assert_refused(TypeError, "set_memory", "value", nil, wrong, 0)
    end
    ["1", 1.0, true, false, [1]].each do |wrong|
      assert_refused(TypeError, "free", "addr", wrong, 0)
    end
  end

  def test_ranges
    [1 << 63, (-1 << 63) - 1].each do |wrong|
      assert_refused(RangeError, "allocate", "size", wrong)
      assert_refused(RangeError, "zero_memory", "count", nil, wrong)
    end
    [128, -129, 255].each do |wrong|
      assert_refused(RangeError, "set_memory", "value", nil, wrong, 0)
    end
    [-1, 1 << 64].each { |wrong| assert_refused(RangeError, "free", "addr", wrong, 0) }
  end

  # An object that has a pointer counts as that pointer, except when memory is freed.
  def test_blocks
    Memory::Block.open(16) do |block|
      Memory.set_memory(block, 1, 16)
      Memory.copy_memory(block, Memory::Block.new(8).fill(2), 8)
      assert_equal ("\2" * 8) + ("\1" * 8), block[0, 16]
      assert_refused(TypeError, "free", "addr", block, 16)
      block.free
      assert_raises(Fiddle::ClearedReferenceError) { Memory.zero_memory(block, 1) }
    end
    wrong = Object.new.tap { |object| object.define_singleton_method(:to_ptr) { "x" } }
    assert_refused(TypeError, "zero_memory", "dest", wrong, 0)
  end

  def test_null_arguments
    place = Fiddle::Pointer["x"]
    [nil, 0, Fiddle::NULL].each do |null|
      assert_refused(ArgumentError, "copy_memory", "dest", null, place, 1)
      assert_refused(ArgumentError, "copy_memory", "src", place, null, 1)
      assert_refused(ArgumentError, "set_memory", "dest", null, 0, 1)
      assert_refused(ArgumentError, "zero_memory", "dest", null, 1)
    end
  end

  def test_negative_lengths
    assert_refused(ArgumentError, "copy_memory", "count", nil, nil, -1)
    assert_refused(ArgumentError, "set_memory", "count", nil, 0, -1)
    assert_refused(ArgumentError, "zero_memory", "count", nil, -1)
  end

  def test_overlaps
    text = +"0123456789"
    start = Fiddle::Pointer[text]
    assert_refused(ArgumentError, "copy_memory", "dest", start, start + 1, 5)
    assert_refused(ArgumentError, "copy_memory", "dest", start + 4, start, 5)
    Memory.copy_memory(start + 5, start, 5)
    Memory.copy_memory(start, start + 5, 5)
    assert_equal "0123401234", text
  end
end

# VERA types that no function of the module uses yet.
class TestOtherTypes < Minitest::Test
  def echo(type)
    native = Vera::Type[type].native
    @closure = Class.new(Fiddle::Closure) { define_method(:call, &:itself) }.new(native, [native])
    Vera::Function.new({ "name" => "echo", "parameters" => [{ "name" => "value", "type" => type }],
                         "returns" => { "type" => type } }, @closure)
  end

  def assert_echo(type, good, bad)
    function = echo(type)
    good.each { |value| assert_equal value, function.call(value), type }
    bad.each do |value|
      error = assert_raises(TypeError, RangeError, "#{type} #{value}") { function.call(value) }
      assert error.message.start_with?("echo: 'value' "), error.message
    end
  end

  def test_integers
    assert_echo("i8", [-128, 127], [-129, 128])
    assert_echo("u8", [0, 255], [-1, 256, true, 1.0])
    assert_echo("i16", [-32_768, 32_767], [-32_769, 32_768])
    assert_echo("u16", [0, 65_535], [-1, 65_536])
    assert_echo("i32", [-1 << 31, (1 << 31) - 1], [1 << 31])
    assert_echo("u32", [0, (1 << 32) - 1], [-1, 1 << 32])
    assert_echo("u64", [0, (1 << 64) - 1], [-1, 1 << 64])
  end

  def test_numbers
    assert_echo("f32", [0.5, -2], ["1", true, nil])
    assert_echo("f64", [0.1, 1 << 60], ["1", true, nil])
  end

  def test_bool
    function = echo("bool")
    [true, false].each { |value| assert_equal value, function.call(value) }
    [0, 1, nil].each { |value| assert_raises(TypeError) { function.call(value) } }
  end
end
