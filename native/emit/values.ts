/** Pieces of C with what is needed to put them together: how they bind, and in what type they compute. */

/** `int32_t`, `uint32_t`, `int64_t`, `bool`, `double`, a pointer. */
export type Kind = 'i32' | 'u32' | 'i64' | 'bool' | 'f64' | 'pointer';

/** How tightly the outermost operator binds, as in C's grammar. */
export const enum Bind {
  Choose = 3,
  Or = 4,
  And = 5,
  BitOr = 6,
  BitXor = 7,
  BitAnd = 8,
  Equal = 9,
  Relation = 10,
  Shift = 11,
  Add = 12,
  Multiply = 13,
  Unary = 15,
  Primary = 16,
}

export interface Value {
  readonly text: string;
  readonly kind: Kind;
  readonly bind: Bind;
}

export function primary(text: string, kind: Kind): Value {
  return { text, kind, bind: Bind.Primary };
}

/** The text, in parentheses unless it binds at least as tightly as asked. */
export function within(value: Value, bind: Bind): string {
  return value.bind >= bind ? value.text : `(${value.text})`;
}

/** A binary operation whose left operand may be of the same precedence. */
export function binary(left: Value, operator: string, right: Value, kind: Kind, bind: Bind): Value {
  const loose = bind >= Bind.BitOr && bind <= Bind.BitAnd;
  // Beside bit operators and shifts everything but the same operator gets parentheses: as compilers advise.
  const same = left.bind === bind && (bind === Bind.Add || bind === Bind.Multiply || loose);
  const needs =
    bind === Bind.Shift || loose || bind === Bind.Equal || bind === Bind.Relation ? Bind.Unary : bind;
  const side = bind === Bind.Equal || bind === Bind.Relation ? Bind.Add : needs;
  const a = same ? left.text : within(left, side);
  const b = within(right, bind === Bind.Add || bind === Bind.Multiply ? bind + 1 : side);
  return { text: `${a} ${operator} ${b}`, kind, bind };
}

export function cast(value: Value, kind: 'i32' | 'u32' | 'i64' | 'f64'): Value {
  if (value.kind === kind) return value;
  const name = { i32: 'int32_t', u32: 'uint32_t', i64: 'int64_t', f64: 'double' }[kind];
  if (/^\d+$/.test(value.text) && kind === 'u32') return primary(`${value.text}u`, kind);
  return { text: `(${name})${within(value, Bind.Unary)}`, kind, bind: Bind.Unary };
}

/** An integer as a literal of C. */
export function literal(value: number): Value {
  if (value >= -(2 ** 31) + 1 && value <= 2 ** 31 - 1)
    return { text: String(value), kind: 'i32', bind: value < 0 ? Bind.Unary : Bind.Primary };
  if (value === -(2 ** 31)) return primary('INT32_MIN', 'i32');
  const text = `INT64_C(${Math.abs(value)})`;
  return value < 0 ? { text: `-${text}`, kind: 'i64', bind: Bind.Unary } : primary(text, 'i64');
}

/** A real number as a literal of C: the shortest that reads back the same. */
export function realLiteral(value: number): Value {
  const text = String(Math.abs(value));
  const real = /[.e]/.test(text) ? text : `${text}.0`;
  return value < 0 ? { text: `-${real}`, kind: 'f64', bind: Bind.Unary } : primary(real, 'f64');
}
