<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

/**
 * Checks a whole manifest before anything is made from it. The ModuleException names the key, as in
 * 'functions[2].parameters[0].reads'.
 *
 * @internal
 */
final class Schema
{
    private const FORMAT = 1;

    private const NAME = '/\A[a-z][a-z0-9_]*\z/';

    private const OF_PARAMETERS = ['const', 'reads', 'writes', 'nonnull', 'disjoint', 'consumes'];

    private const OF_RESULTS = ['const', 'nullable', 'owned'];

    /** @param string $system the format of the system's libraries */
    public static function check(mixed $root, string $module, string $system): void
    {
        // Before anything else: another format may have changed the rest.
        $format = $root['format'] ?? null;
        self::expect(is_int($format), 'format', 'a number');
        if ($format !== self::FORMAT) {
            throw new ModuleException("'format' must be " . self::FORMAT . ", the known format, not $format");
        }
        self::expect(($root['module'] ?? null) === $module, 'module', "'$module'");
        self::expect(self::isFile($root['library'][$system] ?? null), "library.$system", 'the name of a file');
        self::expect(self::isAlign($root['align'] ?? null), 'align', 'a power of two');
        $nodes = self::names($root, '', 'nodes', '/./');
        foreach ($root['nodes'] as $index => $node) {
            $isEarlier = in_array($node['extends'] ?? null, array_slice($nodes, 0, $index), true);
            self::expect(!array_key_exists('extends', $node) || $isEarlier, "nodes[$index].extends", 'an earlier node');
        }
        self::names($root, '', 'functions');
        foreach ($root['functions'] as $index => $function) {
            self::checkFunction($function, "functions[$index].", $nodes);
        }
    }

    /** Whether it is a valid name in VERA. */
    public static function isName(mixed $value, string $pattern = self::NAME): bool
    {
        return is_string($value) && preg_match($pattern, $value) === 1;
    }

    /** A file name that is not a path on any system: a manifest does not say where its library is. */
    private static function isFile(mixed $value): bool
    {
        return is_string($value) && preg_match('~\A\.{0,2}\z|[/\\\\:]~', $value) === 0;
    }

    private static function isAlign(mixed $value): bool
    {
        return is_int($value) && $value > 0 && ($value & ($value - 1)) === 0;
    }

    private static function expect(bool $holds, string $key, string $what): void
    {
        if (!$holds) {
            throw new ModuleException("'$key' must be $what");
        }
    }

    /**
     * The names in a list of objects. Each must differ from the others.
     *
     * @return list<string>
     */
    private static function names(mixed $at, string $where, string $key, string $pattern = self::NAME): array
    {
        $list = $at[$key] ?? null;
        self::expect(is_array($list) && array_is_list($list), "$where$key", 'a list');
        $names = [];
        foreach ($list as $index => $element) {
            $name = is_array($element) ? $element['name'] ?? null : null;
            self::expect(self::isName($name, $pattern), "$where{$key}[$index].name", 'a name');
            self::expect(!in_array($name, $names, true), "$where{$key}[$index].name", 'a name that is not yet used');
            $names[] = $name;
        }
        return $names;
    }

    /** @param list<string> $nodes */
    private static function checkFunction(array $function, string $where, array $nodes): void
    {
        // FFI gets the symbol as part of a C declaration.
        self::expect(self::isName($function['symbol'] ?? null), "{$where}symbol", 'a name');
        self::expect(in_array($function['node'] ?? null, $nodes, true), "{$where}node", 'the name of a node');
        self::names($function, $where, 'parameters');
        $types = [];
        foreach ($function['parameters'] as $index => $parameter) {
            $type = self::type($parameter, "{$where}parameters[$index].");
            self::expect($type !== Type::Void, "{$where}parameters[$index].type", 'a type for parameters');
            $types[$parameter['name']] = $type;
        }
        foreach ($function['parameters'] as $index => $parameter) {
            self::checkAttributes($parameter, self::OF_PARAMETERS, "{$where}parameters[$index].", $types);
        }
        self::type($function['returns'] ?? null, "{$where}returns.");
        self::checkAttributes($function['returns'], self::OF_RESULTS, "{$where}returns.", $types);
    }

    private static function type(mixed $at, string $where): Type
    {
        $name = is_array($at) ? $at['type'] ?? null : null;
        $type = is_string($name) ? Type::tryFrom($name) : null;
        self::expect($type !== null, "{$where}type", 'a known type');
        return $type;
    }

    /**
     * @param list<string> $keys
     * @param array<string, Type> $types the types of the parameters
     */
    private static function checkAttributes(array $at, array $keys, string $where, array $types): void
    {
        foreach (array_intersect_key($at, array_flip($keys)) as $key => $value) {
            self::expect($at['type'] === Type::Pointer->value, "$where$key", 'an attribute of a ptr');
            match ($key) {
                'const', 'nullable' => self::expect(is_bool($value), "$where$key", 'true or false'),
                'disjoint' => self::checkOther($value, $at['name'], "$where$key", $types),
                'consumes', 'owned' => self::checkBlock($value, "$where$key.", $types),
                default => self::checkAmount($value, "$where$key", $types),
            };
        }
    }

    /** @param array<string, Type> $types */
    private static function checkOther(mixed $value, string $name, string $key, array $types): void
    {
        $isOther = is_string($value) && $value !== $name && ($types[$value] ?? null) === Type::Pointer;
        self::expect($isOther, $key, 'another parameter that is a ptr');
    }

    /** @param array<string, Type> $types */
    private static function checkBlock(mixed $value, string $where, array $types): void
    {
        $block = is_array($value) ? $value : [];
        self::checkAmount($block['size'] ?? null, "{$where}size", $types);
        $align = $block['align'] ?? null;
        self::checkAmount($align, "{$where}align", $types);
        self::expect(is_string($align) || self::isAlign($align), "{$where}align", 'a parameter or a power of two');
    }

    /** @param array<string, Type> $types */
    private static function checkAmount(mixed $value, string $key, array $types): void
    {
        $isAmount = is_string($value) ? ($types[$value] ?? null)?->isInteger() : is_int($value) && $value >= 0;
        self::expect($isAmount === true, $key, 'a number that is not negative, or an integer parameter');
    }
}
