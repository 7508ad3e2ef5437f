# frozen_string_literal: true

# SPDX-License-Identifier: MIT

require_relative "helper"
require "fileutils"
require "json"
require "minitest/mock"
require "tmpdir"

# Finding a module, and checking its manifest.
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

  # Writes a changed manifest to a folder that is searched first. Returns its path.
  def write(changes)
    path = "#{@folder}/memory.json"
    File.write(path, changes.is_a?(Hash) ? JSON.generate(@manifest.merge(changes)) : changes)
    look_in(@folder)
    path
  end

  # Copies manifest and library, placed as installed. Returns the manifest's path.
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

  # The path is ignored if the process has rights that its user lacks.
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

  # RubyGems is looking for the gem at the same time, but its error must not be the one shown.
  def test_not_found_uncaught
    missing = { "VERA_MODULE_PATH" => write("{}") && @folder }
    _, errors, status = run_program("", missing)
    refute_predicate status, :success?
    assert_includes errors, "#{@folder}/memory.json: 'format' is missing"
    refute_includes errors, "cannot load such file"
  end

  # It is not searched, even if the path names it.
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
    texts = ["../memory", "Memory", "", "memory.json", "me mory", "memory\n", "1memory"]
    { ArgumentError => texts, TypeError => [nil, 3, :memory] }.each do |refusal, names|
      names.each do |name|
        error = assert_raises(refusal) { load(name) }
        assert error.message.start_with?("load: 'name' "), error.message
      end
    end
  end

  def test_format
    path = write("format" => 2)
    assert_refused(path, "'format' must be 1, the known format, not 2") { load }
  end

  def test_unknown_keys
    functions = @manifest["functions"].map { |function| function.merge("news" => 1) }
    path = write("news" => { "more" => 1 }, "functions" => functions)
    FileUtils.mkdir_p("#{@folder}/lib/vera/modules")
    assert_equal path, load.manifest.path
  end

  # Keys that not every system reads, and keys that may be missing.
  UNREAD = %w[prefix elf mach-o pe].freeze
  OPTIONAL = %w[const nullable reads writes nonnull disjoint owned consumes extends].freeze

  # Yields the keys that lead to each value of a manifest.
  def each_place(value, above = [], &)
    return unless value.is_a?(Hash) || value.is_a?(Array)

    (value.is_a?(Hash) ? value.keys : value.each_index).each do |key|
      yield [*above, key]
      each_place(value[key], [*above, key], &)
    end
  end

  # The manifest, after the block has changed the value at that place.
  def damaged(*above, key)
    copy = JSON.parse(JSON.generate(@manifest))
    yield above.empty? ? copy : copy.dig(*above), key
    copy
  end

  # Each key in turn is missing, or holds a wrong value.
  def test_damaged
    manifest = copy_tree
    each_place(@manifest) do |place|
      key = place.last
      next if UNREAD.include?(key)

      wrong = [nil, -1, "no name", {}].reject { |value| value.is_a?(String) && key == "symbol" }
      texts = wrong.map { |value| damaged(*place) { |holder, at| holder[at] = value } }
      texts << damaged(*place) { |holder, at| holder.delete(at) } if
        key.is_a?(String) && !OPTIONAL.include?(key)
      texts.each { |text| assert_damaged(manifest, JSON.generate(text), place.join(" ")) }
    end
  end

  def test_damaged_otherwise
    manifest = copy_tree
    text = JSON.generate(@manifest)
    [
      text[..-2], "\xFF", "[" * 100_000, "null", "[]", "{}",
      text.sub('"memory"', '"other"'), text.sub('"allocate"', '"free"'),
      text.gsub('"reads":"count"', '"reads":"dest"'),
      text.gsub('"nonnull":"count"', '"nonnull":"value"'),
      text.gsub('"disjoint":"src"', '"disjoint":"count"'),
      text.gsub('"i64"', '"i128"'), text.gsub('"i64"', '"void"'),
      text.gsub('"name":"align"', '"name":"size"')
    ].each { |damaged| assert_damaged(manifest, damaged, damaged[..1000]) }
  end

  def assert_damaged(manifest, text, what)
    File.write(manifest, text)
    error = assert_raises(LoadError, what) { load }
    assert error.message.start_with?("#{manifest}: "), error.message
  end

  def test_library_names
    names = ["../libvera_memory.so.1", "/libvera_memory.so.1", "a\\b", "a:b", "..", "", nil, 1, {}]
    names.each do |name|
      path = write("library" => %w[elf mach-o pe].to_h { |format| [format, name] })
      assert_refused("#{path}: ", " must be the name of a file, not ") { load }
    end
    path = write("library" => {})
    assert_refused("#{path}: 'library.", "is missing") { load }
  end

  def test_no_library
    path = write("library" => %w[elf mach-o pe].to_h { |format| [format, "libvera_none.so.1"] })
    beside = File.expand_path("../../libvera_none.so.1", @folder)
    assert_refused(path, beside, "by the loader") { load }
  end

  # A library that exists is not skipped for another.
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
    skip "this system has no symbol nodes" unless RbConfig::CONFIG["host_os"].include?("linux")
    manifest = copy_tree
    text = File.read(manifest)
    File.write(manifest, text.gsub("MEMORY_1.0", "MEMORY_9.0"))
    assert_refused("MEMORY_9.0") { load }
  end

  def test_newer
    modules = ENV.fetch("newer_modules") { skip "newer_modules is not set" }
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
