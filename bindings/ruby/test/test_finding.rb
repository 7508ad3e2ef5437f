# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require_relative "helper"
require "fileutils"
require "json"
require "minitest/mock"
require "tmpdir"

# Finding a module, and what a manifest may be.
class TestFinding < Minitest::Test
  include Program

  Memory = Vera::Memory
  BUILT = Gem.loaded_specs.fetch("vera-memory").metadata.fetch("vera_moduledir")

  def setup
    @path = ENV.fetch("VERA_MODULE_PATH", nil)
    @folder = File.realpath(Dir.mktmpdir)
    @manifest = JSON.parse(File.read(Memory.manifest.path))
  end

  def teardown
    ENV["VERA_MODULE_PATH"] = @path
    FileUtils.remove_entry(@folder)
  end

  def load(name = "memory") = Vera::NativeModule.load(name)

  def look_in(*folders)
    ENV["VERA_MODULE_PATH"] = folders.join(File::PATH_SEPARATOR)
  end

  # A changed manifest in a folder that comes first. Returns its path.
  def write(changes)
    path = "#{@folder}/memory.json"
    File.write(path, changes.is_a?(Hash) ? JSON.generate(@manifest.merge(changes)) : changes)
    look_in(@folder)
    path
  end

  # A manifest and a library, as they are installed. Returns the manifest.
  def copy_tree
    modules = "#{@folder}/lib/vera/modules"
    FileUtils.mkdir_p(modules)
    FileUtils.cp(Memory.library.path, "#{@folder}/lib")
    FileUtils.cp(Memory.manifest.path, modules)
    look_in(modules)
    "#{modules}/memory.json"
  end

  def test_path
    manifest = copy_tree
    look_in("/nowhere", File.dirname(manifest))
    assert_equal manifest, load.manifest.path
    ENV.delete("VERA_MODULE_PATH")
    assert_equal File.realpath("#{BUILT}/memory.json"), load.manifest.path
  end

  # The path of a user with fewer rights than the process has is not looked in.
  def test_other_rights
    manifest = copy_tree
    %i[euid egid].each do |identity|
      Process.stub(identity, 12_345) { refute_equal manifest, load.manifest.path }
    end
  end

  def test_moved
    copy_tree
    moved = load
    assert_equal "#{@folder}/lib", File.dirname(moved.library.path)
    moved.free(moved.allocate(100), 100)
  end

  # The library is looked for from where the manifest is, not from a link to it.
  def test_real_folder
    manifest = copy_tree
    Dir.mkdir("#{@folder}/links")
    File.symlink(manifest, "#{@folder}/links/memory.json")
    look_in("#{@folder}/links")
    assert_equal "#{@folder}/lib", File.dirname(load.library.path)
  end

  def assert_refused(*words, &)
    error = assert_raises(LoadError, &)
    words.each { |word| assert_includes error.message, word }
  end

  def test_not_found
    look_in("/nowhere", "relative")
    places = ["/nowhere", BUILT, "/usr/local/lib/vera/modules", "/usr/lib/vera/modules"]
    files = places.map { |place| "#{place}/missing.json" }
    assert_refused(*files, "relative/missing.json (passed over: not") { load("missing") }
  end

  # It is not looked in, even if the path says so.
  def test_current_folder
    File.write("#{@folder}/missing.json", "{}")
    Dir.chdir(@folder) do
      ["", ".", ":"].each do |path|
        look_in(path)
        assert_refused("was not found") { load("missing") }
      end
    end
  end

  def test_names
    ["../memory", "Memory", "", "memory.json", "me mory", "memory\n", "1memory", nil].each do |name|
      error = assert_raises(ArgumentError) { load(name) }
      assert error.message.start_with?("load: 'name' "), error.message
    end
  end

  def test_format
    path = write("format" => 2)
    assert_refused(path, "format 2") { load }
  end

  def test_unknown_keys
    functions = @manifest["functions"].map { |function| function.merge("news" => 1) }
    path = write("news" => { "more" => 1 }, "functions" => functions)
    FileUtils.mkdir_p("#{@folder}/lib/vera/modules")
    assert_equal path, load.manifest.path
  end

  def test_broken_manifests
    ["{", "[]", "null", "{}", '{"format": 1}'].each do |text|
      path = write(text)
      assert_refused(path) { load }
    end
    assert_refused('"other"') { write("module" => "other") && load }
    functions = @manifest["functions"].map { |function| function.except("symbol") }
    assert_refused("symbol") { write("functions" => functions) && load }
  end

  def test_library_names
    ["../libvera_memory.so.1", "/libvera_memory.so.1", "a\\b", "..", ""].each do |name|
      write("library" => %w[elf mach-o pe].to_h { |format| [format, name] })
      assert_refused("is not the name of a file") { load }
    end
  end

  def test_no_library
    path = write("library" => %w[elf mach-o pe].to_h { |format| [format, "libvera_none.so.1"] })
    beside = File.expand_path("../../libvera_none.so.1", @folder)
    assert_refused(path, beside, "by the loader") { load }
  end

  # One that is there is not passed over for another.
  def test_broken_library
    copy_tree
    library = "#{@folder}/lib/#{File.basename(Memory.library.path)}"
    File.write(library, "no library")
    assert_refused("#{library} cannot be loaded") { load }
  end

  def test_no_symbol
    manifest = copy_tree
    text = File.read(manifest)
    File.write(manifest, text.sub('"vera_memory_free"', '"vera_memory_lose"'))
    assert_refused("vera_memory_lose") { load }
  end

  def test_no_node
    skip "symbols have no nodes here" unless RbConfig::CONFIG["host_os"].include?("linux")
    manifest = copy_tree
    text = File.read(manifest)
    File.write(manifest, text.gsub("MEMORY_1.0", "MEMORY_9.0"))
    assert_refused("MEMORY_9.0") { load }
  end

  def test_newer
    modules = ENV.fetch("newer_modules") { skip "newer_modules does not say where a newer one is" }
    output, errors, = run_program(<<~RUBY, "VERA_MODULE_PATH" => modules)
      one = Block.new(8).fill(1)
      other = Block.new(8).fill(1)
      other[5] = 2
      puts Memory.compare_memory(one.pointer, other.pointer, 8)
      begin
        Memory.compare_memory(nil, nil, 1)
      rescue ArgumentError => error
        puts error.message
      end
    RUBY
    assert_empty errors
    assert_equal "5", output.lines.first.chomp
    assert output.lines.last.start_with?("compare_memory: 'left' "), output
  end
end
