/** What lies outside of integer TypeScript is refused where it stands, with a reason and what to write instead. */
import { expect } from 'chai';
import { resolve } from 'node:path';
import { lowerFiles } from '../../native/lower/program';
import { Project, TypeScriptError } from '../../native/project';

const PATH = resolve('virtual-kernel.ts');

function refusals(text: string): string[] {
  const project = new Project([PATH], new Map([[PATH, text]]));
  return lowerFiles(project, [PATH])
    .refusals.sorted()
    .map((each) => `${each.line}:${each.column} ${each.reason}`);
}

/** A class with a field, an array and a method with this body. */
function inMethod(body: string): string {
  return `export class Kernel {
  private n = 0;
  private readonly a = new Int16Array(8);
  private next(): number {
    this.n = (this.n + 1) | 0;
    return this.n;
  }
  private read(): number {
    return this.n;
  }
  private plain(x: number): number {
    return x + 1;
  }
  run(x: number, y: number): number {
    ${body}
  }
}`;
}

const AT = '15:';

describe('integer TypeScript: what is refused', () => {
  it('takes what the page allows', () => {
    const taken = [
      'return x + y;',
      'return (x / y) | 0;',
      'let z = x; z += y; this.a[z & 7] = z; return this.a[0] * this.a.length;',
      'const a = this.a; for (let i = 0, k = 7; i < 8; i++, k--) a[i] = k; return a[0];',
      'let z: number; if (x > y) z = x; else z = -y; return z;',
      'this.a.fill(3); this.a.copyWithin(0, 1); return this.a[0] >>> 3;',
      'return this.read() + this.read() * this.plain(this.read());',
      'while (x > 0 && this.next() < y) if (this.n === 3) break; return x;',
      'return this.n === 0 ? this.next() : this.read();',
    ];
    for (const body of taken) expect(refusals(inMethod(body)), body).to.deep.equal([]);
  });

  const cases: [string, string, RegExp][] = [
    ['a fraction', 'return x / y;', /fraction/],
    ['a fractional literal', 'return x * 0.5;', /fraction/],
    ['Math.round', 'return Math.round(x);', /fraction/],
    ['Math.max', 'return Math.max(x, y);', /slow on XS/],
    ['a number as a condition', 'if (x) return 1; return 0;', /condition/],
    ['a loose comparison', 'return x == y ? 1 : 0;', /==/],
    ['a string', "const s = 'a'; return x;", /string/],
    ['an object', 'const o = { x }; return o.x;', /object/],
    ['a closure', 'const f = () => x; return f();', /function as a value/],
    ['new', 'const b = new Int16Array(4); return b[0];', /new/],
    ['++ inside', 'return this.a[this.n++];', /inside an expression/],
    ['an assignment inside', 'let z = 0; return (z = x) + z;', /assignment inside/],
    ['for-of', 'let s = 0; for (const v of this.a) s += v; return s;', /for-of/],
    ['switch', 'switch (x) { default: return y; }', /switch/],
    ['throw', 'throw new Error();', /exceptions/],
    ['destructuring', 'const [p] = [x]; return p;', /object|destructuring/],
    ['a label', 'out: while (x > y) break out; return x;', /label|Labeled/],
    ['var', 'var z = x; return z;', /var/],
    ['a changing array name', 'let a = this.a; a = this.a; return a[0];', /may change/],
    ['??', 'return x ?? y;', /\?\?/],
    ['as', 'return x as number;', /asserted/],
    [
      'a call that changes what its neighbour reads',
      'return this.n + this.next();',
      /C leaves the order open/,
    ],
    ['two calls that change the same', 'return this.next() * this.next();', /C leaves the order open/],
    [
      'such a call as an argument',
      'return this.plain(this.next()) - this.read();',
      /C leaves the order open/,
    ],
    ['such a call beside an index', 'this.a[this.n & 7] = this.next(); return 0;', /C leaves the order open/],
  ];
  for (const [name, body, reason] of cases) {
    it(`refuses ${name}`, () => {
      const [first, ...rest] = refusals(inMethod(body));
      expect(first, body).to.match(reason);
      expect(first).to.match(new RegExp(`^${AT}`));
      expect(rest, body).to.deep.equal([]);
    });
  }

  const modules: [string, string, RegExp][] = [
    ['a module variable', 'let n = 0; export function f(): number { return 1; }', /no constant/],
    [
      'a module array',
      'const A = new Int16Array(4); export function f(): number { return 1; }',
      /no constant/,
    ],
    ['inheritance', 'class A { x = 0; } export class B extends A { y = 0; }', /inheritance/],
    ['a getter', 'export class A { private n = 0; get x(): number { return this.n; } }', /getter/],
    ['a static', 'export class A { static n = 0; }', /static/],
    ['an array that could be replaced', 'export class A { a = new Int16Array(4); }', /replaced/],
    [
      'a length that is no constant',
      'export class A { readonly a: Int16Array; constructor(n: number) { this.a = new Int16Array(n); } }',
      /constant/,
    ],
    [
      'an interface of objects',
      'interface I { readonly a: Int16Array; } export class A { n = 0; }',
      /interface/,
    ],
    [
      'an interface of numbers in a method',
      'interface I { readonly x: number; } export class A { n = 0; f(i: I): number { return 1; } }',
      /in a method/,
    ],
    [
      'a fraction as the result of a function for constructors',
      'interface I { readonly x: number; } export function f(n: number, i: I): number { return n * i.x; }',
      /fraction/,
    ],
    [
      'a fraction in a field',
      'export class A { n: number; constructor(x: number) { this.n = x / 2; } }',
      /fraction/,
    ],
    [
      'a method called before its fields are set',
      'export class A { n: number; constructor() { this.n = this.f(); } private f(): number { return 1; } }',
      /constructor calls/,
    ],
    ['a missing result type', 'export function f(x: number) { return x; }', /returns/],
    ['a generic function', 'export function f<T>(x: T): number { return 1; }', /generic/],
    ['an optional parameter', 'export function f(x?: number): number { return 1; }', /optional/],
    ['a string parameter', 'export function f(x: string): number { return 1; }', /no type string/],
    [
      'another mulShift',
      'function mulShift(a: number, b: number, shift: number): number { return (a * b) >> shift; } export function f(x: number): number { return mulShift(x, x, 3); }',
      /mulShift/,
    ],
    ['a bad range', 'export class A {\n/** @range 5 2 */ n = 0; }', /no value/],
    [
      'a range of what is no parameter',
      '/** @range y 0 5 */ export function f(x: number): number { return x; }',
      /no parameter/,
    ],
  ];
  for (const [name, text, reason] of modules) {
    it(`refuses ${name}`, () => {
      const found = refusals(text);
      expect(found[0]).to.match(reason);
      expect(found).to.have.length(1);
    });
  }

  it('tells file, line, column, reason and what to write instead', () => {
    const project = new Project([PATH], new Map([[PATH, inMethod('return x / y;')]]));
    const [first] = lowerFiles(project, [PATH]).refusals.sorted();
    expect(first.message).to.equal(
      'virtual-kernel.ts:15:12 a fraction outside of a constructor. Instead: (a / b) | 0 for a division; integers with a fixed binary point for fractions.',
    );
  });

  it('does not hide one refusal behind another, and tells none twice', () => {
    expect(refusals(inMethod('const z = x / y; if (x) return z; return x + 0.5;'))).to.have.length(3);
  });

  it('passes on what the TypeScript compiler itself says', () => {
    expect(() => refusals('export function f(x: number): number { return y; }')).to.throw(
      TypeScriptError,
      /Cannot find name/,
    );
  });
});
