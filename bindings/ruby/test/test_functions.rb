# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require_relative "helper"
require "json"

# The functions under their VERA names.
class TestFunctions < Minitest::Test
  Memory = Vera::Memory

  # Yields the address of that many bytes.
  def with_memory(size)
    address = Memory.allocate(size)
    yield address
  ensure
    Memory.free(address, size)
  end

  def test_functions
    described = JSON.parse(File.read(Memory.manifest.path)).fetch("functions")
    names = described.map { |function| function.fetch("name").to_sym }
    assert_equal names.sort, Memory.singleton_methods(false).sort
  end

  def test_allocate
    [0, 1, 8, 100, 100_000].each do |size|
      address = Memory.allocate(size)
      assert_equal 0, address.to_i % 8
      address[0, size] = "\xA5".b * size
      assert_equal "\xA5".b * size, address[0, size]
      assert_nil Memory.free(address, size)
    end
  end

  def test_allocate_aligned
    13.times do |power|
      address = Memory.allocate_aligned(100, 1 << power)
      assert_equal 0, address.to_i % (1 << power)
      address[0, 100] = "\xA5".b * 100
      assert_nil Memory.free_aligned(address, 100, 1 << power)
    end
  end

  def test_copy_memory
    with_memory(16) do |source|
      with_memory(16) do |target|
        source[0, 16] = "0123456789abcdef"
        target[0, 16] = "\0" * 16
        Memory.copy_memory(target, source, 10)
        assert_equal "0123456789\0\0\0\0\0\0", target[0, 16]
        Memory.copy_memory(target, target, 16)
        assert_equal "0123456789\0\0\0\0\0\0", target[0, 16]
      end
    end
    assert_nil Memory.copy_memory(nil, nil, 0)
  end

  def test_set_memory
    with_memory(16) do |address|
      address[0, 16] = "\0" * 16
      Memory.set_memory(address, -1, 9)
      assert_equal ("\xFF" * 9).b + ("\0" * 7), address[0, 16]
      Memory.set_memory(address, -128, 1)
      Memory.set_memory(address + 1, 127, 1)
      assert_equal "\x80\x7F".b, address[0, 2]
    end
    assert_nil Memory.set_memory(nil, -1, 0)
  end

  def test_zero_memory
    with_memory(16) do |address|
      address[0, 16] = "\xFF".b * 16
      Memory.zero_memory(address, 9)
      assert_equal ("\0" * 9) + ("\xFF" * 7).b, address[0, 16]
    end
    assert_nil Memory.zero_memory(nil, 0)
  end

  def test_free_null
    assert_nil Memory.free(nil, 100)
    assert_nil Memory.free(0, 100)
    assert_nil Memory.free(Fiddle::NULL, 100)
    assert_nil Memory.free_aligned(nil, 100, 64)
  end

  def test_null
    assert_nil Memory.allocate(-1)
    assert_equal Errno::EINVAL::Errno, Fiddle.last_error
    assert_nil Memory.allocate(1 << 62)
    assert_equal Errno::ENOMEM::Errno, Fiddle.last_error
  end

  def test_addresses
    address = Memory.allocate(16)
    Memory.zero_memory(address.to_i + 8, 8)
    assert_equal "\0" * 8, address[8, 8]
    Memory.free(address.to_i, 16)
  end
end
