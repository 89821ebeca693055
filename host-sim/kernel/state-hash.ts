/**
 * One number for the whole state of a kernel: every field and every element of its arrays, in the order of declaration. Of the
 * TypeScript object, and as C for the native one: equal numbers after every call are equal states, but for one chance in 2^32.
 */
import { Names } from '../../native/emit/names';
import type { ClassDef, Program } from '../../native/ir';

/** FNV-1a, a 32-bit value at a time. */
const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 16777619;

type Fields = Record<string, unknown>;

/** @param of what the object is made of; fields that only the interpreted kernel has are left out */
export function stateHash(of: ClassDef, object: object): number {
  return hashed(of, object as Fields, FNV_BASIS | 0);
}

function hashed(of: ClassDef, object: Fields, start: number): number {
  let hash = start;
  for (const { name, storage, type } of of.fields) {
    const value = object[name];
    if (storage === 'value') hash = Math.imul(hash ^ Number(value), FNV_PRIME);
    else if (storage === 'array') hash = hashedArray(value as Int32Array, hash);
    else if (storage === 'owned' && type.kind === 'class') hash = hashed(type.of, value as Fields, hash);
  }
  return hash;
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
