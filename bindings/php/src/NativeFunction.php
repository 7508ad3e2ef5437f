<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Vera\Memory;

use Closure;
use FFI\CData;

/**
 * A function of a manifest.
 *
 * @internal
 */
final class NativeFunction
{
    public readonly string $name;

    /** @var list<Parameter> */
    private readonly array $parameters;

    /** @var list<Closure(list<mixed>): void> */
    private readonly array $rules;

    private readonly CData|Closure $native;
    private readonly Type $returns;

    /** @param array<string, mixed> $description */
    public function __construct(array $description, Library $library)
    {
        $this->name = $description['name'];
        $this->parameters = array_map(
            fn (array $parameter, int $index) => $this->parameter($parameter, $index + 1),
            $description['parameters'],
            array_keys($description['parameters']),
        );
        $this->rules = Rules::of($description['parameters'], $this->parameters);
        $this->returns = Type::from($description['returns']['type']);
        $this->native = $library->bind(
            $description['symbol'],
            $description['node'],
            $this->returns,
            ...array_map(Type::from(...), array_column($description['parameters'], 'type')),
        );
    }

    public function __invoke(mixed ...$arguments): mixed
    {
        return $this->call($arguments);
    }

    /** As PHP would declare it. */
    public function __toString(): string
    {
        return "$this->name(" . implode(', ', $this->parameters) . "): {$this->returns->inPhp()}";
    }

    /**
     * Throws ArgumentCountError, TypeError or ValueError for arguments that the manifest does not allow.
     *
     * @param array<int|string, mixed> $arguments by position, or by name
     */
    public function call(array $arguments): mixed
    {
        if (!array_is_list($arguments)) {
            $arguments = $this->ordered($arguments);
        }
        $this->checkCount($arguments);
        foreach ($this->parameters as $index => $parameter) {
            $parameter->check($arguments[$index]);
        }
        foreach ($this->rules as $rule) {
            $rule($arguments);
        }
        $result = ($this->native)(...$arguments);
        // If nothing is returned, a function pointer returns a CData of void.
        return $this->returns === Type::Void ? null : $result;
    }

    /** @param array{name: string, type: string} $description */
    private function parameter(array $description, int $number): Parameter
    {
        ['name' => $name, 'type' => $type] = $description;
        return new Parameter($name, $type, "$this->name(): Argument #$number (\$$name)");
    }

    /**
     * Arguments given by name come after those given by position.
     *
     * @param array<int|string, mixed> $arguments
     * @return list<mixed>
     */
    private function ordered(array $arguments): array
    {
        foreach ($this->parameters as $index => $parameter) {
            if (array_key_exists($parameter->name, $arguments) && !array_key_exists($index, $arguments)) {
                $arguments[$index] = $arguments[$parameter->name];
                unset($arguments[$parameter->name]);
            }
        }
        foreach (array_filter(array_keys($arguments), is_string(...)) as $name) {
            throw new \Error("$this->name(): Unknown named parameter \$$name");
        }
        $this->checkCount($arguments);
        ksort($arguments);
        return $arguments;
    }

    /** @param array<int, mixed> $arguments */
    private function checkCount(array $arguments): void
    {
        [$expected, $given] = [count($this->parameters), count($arguments)];
        if ($expected !== $given) {
            $things = $expected === 1 ? 'argument' : 'arguments';
            throw new \ArgumentCountError("$this->name() expects exactly $expected $things, $given given");
        }
    }
}
