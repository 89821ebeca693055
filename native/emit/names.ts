/** Names in C: those of the TypeScript, unless C has other uses for them or two modules use the same. */
import type { ClassDef, Constant, Func, Program, RecordDef, Variable } from '../ir';

/** C's own words, and macros of its headers. */
const WORDS = new Set(
  `auto break case char const continue default do double else enum extern float for goto if inline int long register
  restrict return short signed sizeof static struct switch typedef union unsigned void volatile while bool true false
  asm typeof errno stdin stdout stderr NULL EOF self`.split(/\s+/),
);
/** Functions of its library that compilers know: no function of ours may be called so. */
const FUNCTIONS = new Set(
  `main abs labs floor ceil round trunc pow exp log log2 log10 sqrt cbrt sin cos tan asin acos atan atan2 sinh cosh
  tanh fabs fmod hypot index rindex y0 y1 yn j0 j1 jn gamma lgamma printf puts putchar exit abort malloc calloc realloc
  free memcpy memmove memset memcmp strlen strcpy strcmp strchr isalpha isdigit isspace toupper tolower
  signbit nan logb ilogb remainder`.split(/\s+/),
);

function isTaken(name: string): boolean {
  return WORDS.has(name) || FUNCTIONS.has(name) || name.startsWith('its_');
}

function moduleBase(module: string): string {
  return module.slice(module.lastIndexOf('/') + 1).replace(/[^A-Za-z0-9]/g, '_');
}

/** The names of a program at the top level of its C. */
export class Names {
  private readonly globals = new Map<object, string>();
  private readonly used = new Set<string>();

  constructor(program: Program, constants: readonly Constant[]) {
    const types: (ClassDef | RecordDef)[] = [...program.classes, ...program.records];
    const functions = program.functions.filter((each) => !each.of);
    const all: (ClassDef | RecordDef | Func | Constant)[] = [...types, ...functions, ...constants];
    const count = new Map<string, number>();
    for (const { name } of all) count.set(name, (count.get(name) ?? 0) + 1);
    for (const each of all) {
      const alone = count.get(each.name) === 1 && !isTaken(each.name);
      this.take(each, alone ? each.name : `${moduleBase(each.module)}_${each.name}`);
    }
    for (const func of program.functions) {
      if (func.of) this.take(func, `${this.of(func.of)}_${func.name}`);
    }
  }

  of(thing: ClassDef | RecordDef | Func | Constant): string {
    const name = this.globals.get(thing);
    if (name === undefined) throw new Error(`no name for ${thing.name}`);
    return name;
  }

  /** A field's or member's name. */
  member(name: string): string {
    return WORDS.has(name) ? `${name}_` : plain(name);
  }

  /** A local's or parameter's name. */
  local(variable: Variable): string {
    let name = plain(variable.name);
    while (WORDS.has(name) || this.used.has(name) || name.startsWith('its_')) name += '_';
    return name;
  }

  private take(thing: object, wanted: string): void {
    let name = plain(wanted);
    while (this.used.has(name) || isTaken(name)) name += '_';
    this.used.add(name);
    this.globals.set(thing, name);
  }
}

/** TypeScript's names may have `$`. */
function plain(name: string): string {
  return name.replace(/\$/g, '_');
}
