# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require "minitest/autorun"
require "open3"
require "rbconfig"
require "vera/memory"

# Runs a Ruby program in a process of its own.
module Program
  # Returns standard output, standard error and status. Warnings are on.
  def run_program(program, environment = {})
    Open3.capture3(environment, RbConfig.ruby, "-w", "-e", <<~RUBY)
      require "vera/memory"
      include Vera
      Block = Memory::Block
      #{program}
    RUBY
  end

  # Runs it in the library's check mode. That prints each misuse at once, such as a free with the
  # wrong size, and at exit what was not freed.
  def run_checked(program, environment = {})
    run_program(program, { "VERA_MEMORY_MODE" => "check" }.merge(environment))
  end

  def assert_clean(program)
    _, errors, status = run_checked(program)
    assert_empty errors
    assert_predicate status, :success?
  end
end
