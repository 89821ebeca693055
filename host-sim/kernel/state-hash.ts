/**
 * One number for the whole state of a kernel: every field and every element of its arrays, in the order of declaration. Of the
 * TypeScript object, and as C for the native one: equal numbers after every call are equal states, but for one chance in 2^32.
 *
 * It takes longer than the kernel does. So it is made as code for the kernel there is: each engine then knows every object's shape.
 */
import { compileFunction } from 'node:vm';
import { Names } from '../../native/emit/names';
import type { ClassDef, Element, Program } from '../../native/ir';

/** FNV-1a, a 32-bit value at a time. */
const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 16777619;

export type StateHash = (kernel: object) => number;

/** @param root the kernel's class; fields that only the interpreted kernel has are left out */
export function stateHash(root: ClassDef): StateHash {
  return compiledHash(stateHashBody(root));
}

/** The body of a function of `kernel`, for another thread. */
export function stateHashBody(root: ClassDef): string {
  return [
    'const imul = Math.imul;',
    `let hash = ${FNV_BASIS | 0};`,
    ...walk(root, 'kernel', {
      value: (at) => `hash = imul(hash ^ ${at}, ${FNV_PRIME});`,
      array: (at) =>
        `for (let i = 0, values = ${at}; i < values.length; i++) hash = imul(hash ^ values[i], ${FNV_PRIME});`,
    }),
    'return hash;',
  ].join('\n');
}

/** @param body of `stateHashBody` */
export function compiledHash(body: string): StateHash {
  return compileFunction(body, ['kernel']) as StateHash;
}

/**
 * The same for an engine on which a loop over elements is slow: the body of a function of `kernel` and of `scratch`, an Int32Array of
 * as many elements as are told. Uses `mixed(array, hash, bits, count)`; negative bits are signed.
 */
export function stateHashOnXs(root: ClassDef): { body: string; scratch: number } {
  const lines: string[] = [`let hash = ${FNV_BASIS | 0};`];
  let waiting = 0;
  let scratch = 0;
  const flush = () => {
    if (waiting > 0) lines.push(`hash = mixed(scratch, hash, -32, ${waiting});`);
    scratch = Math.max(scratch, waiting);
    waiting = 0;
  };
  for (const line of walk(root, 'kernel', {
    value: (at) => at,
    array: (at, element, length) => `hash = mixed(${at}, hash, ${BITS[element]}, ${length});`,
  }))
    if (line.startsWith('hash')) {
      flush();
      lines.push(line);
    } else lines.push(line.startsWith('const') ? line : `scratch[${waiting++}] = ${line};`);
  flush();
  lines.push('return hash;');
  return { body: lines.join('\n'), scratch };
}

const BITS: Readonly<Record<Element, number>> = { Int8: -8, Uint8: 8, Int16: -16, Uint16: 16, Int32: -32 };

interface Write {
  value(at: string): string;
  array(at: string, element: Element, length: number): string;
}

/** Lines for every field, in the order of declaration; objects within get a name each. */
function walk(of: ClassDef, object: string, write: Write, names = { used: 0 }): string[] {
  return of.fields.flatMap(({ name, storage, type, length }) => {
    const at = `${object}.${name}`;
    if (storage === 'value') return [write.value(at)];
    if (type.kind === 'array' && storage === 'array') return [write.array(at, type.element, length)];
    if (storage !== 'owned' || type.kind !== 'class') return [];
    const within = `o${names.used++}`;
    return [`const ${within} = ${at};`, ...walk(type.of, within, write, names)];
  });
}

export function hashedArray(values: ArrayLike<number>, start: number): number {
  let hash = start;
  for (let i = 0; i < values.length; i++) hash = Math.imul(hash ^ values[i], FNV_PRIME);
  return hash;
}

/** The same in C: `state_hash(const ROOT *)`. */
export function stateHashSource(program: Program): string {
  const { root } = program;
  const names = new Names(program, []);
  const lines = [
    '#include "kernel.h"',
    `static uint32_t mix(uint32_t hash, int32_t value) { return (hash ^ (uint32_t)value) * ${FNV_PRIME}u; }`,
  ];
  const done = new Set<ClassDef>();
  const write = (of: ClassDef): void => {
    if (done.has(of)) return;
    done.add(of);
    for (const { type, storage } of of.fields)
      if (storage === 'owned' && type.kind === 'class') write(type.of);
    lines.push(`static uint32_t hash_${of.name}(uint32_t hash, const ${names.of(of)} *o)`, '{');
    for (const { name, storage, type, length } of of.fields) {
      const member = names.member(name);
      if (storage === 'value') lines.push(`\thash = mix(hash, o->${member});`);
      else if (storage === 'array')
        lines.push(`\tfor (int i = 0; i < ${length}; i++)`, `\t\thash = mix(hash, o->${member}[i]);`);
      else if (storage === 'owned' && type.kind === 'class')
        lines.push(`\thash = hash_${type.of.name}(hash, &o->${member});`);
    }
    lines.push('\treturn hash;', '}');
  };
  write(root);
  lines.push(
    `uint32_t state_hash(const ${names.of(root)} *o) { return hash_${root.name}(${FNV_BASIS}u, o); }`,
  );
  return `${lines.join('\n')}\n`;
}
