/** The firmware as XS loads it: linked as for the chip, and the player that stands in for the board. */
import { SourceMap, type SourceMapPayload } from 'node:module';
import { link, linkerTexts } from '../../link/link';
import { sourcesFrom, textsFrom, type Edit } from '../../link/sources';

export type { Edit } from '../../link/sources';

const ENTRY = 'host-sim/engines/xs/player';
/** The SDK's FFI, and the stand-in that it has here. */
const FFI = { name: 'mc/ffi', source: 'host-sim/engines/xs/ffi' };
/** Modules find each other by their paths. */
const FOLDER = 'linked';
/** Of the linked firmware, without the player. */
export const FIRMWARE = `${FOLDER}/firmware`;

export class Bundle {
  /** Names and sources of the modules, NUL-terminated each; a module comes after those it imports. */
  readonly text: string;
  private readonly maps = new Map<string, SourceMap>();

  constructor(edit?: Edit) {
    const [ffi] = sourcesFrom(FFI.source);
    const parts = [named(FFI.name, ffi.code)];
    for (const { name, code, map } of link(sourcesFrom(ENTRY, {}, edit))) {
      this.maps.set(`${FOLDER}/${name}`, new SourceMap(map as unknown as SourceMapPayload));
      parts.push(named(`${FOLDER}/${name}`, code));
    }
    this.text = parts.join('');
  }

  /** Where in the TypeScript a line of a linked module comes from: path and line. */
  place(name: string, line: number): string {
    const map = this.maps.get(name);
    // A line's first code is often not at its first column.
    for (let column = 0; map !== undefined && column < 80; column++) {
      const found = map.findEntry(line - 1, column);
      if ('originalLine' in found) return `${found.originalSource}:${found.originalLine + 1}`;
    }
    return `${name}:${line}`;
  }
}

function named(name: string, code: string): string {
  return `${name}\0${code}\n//# sourceURL=${name}\n\0`;
}

/** Everything a bundle is made from, so that it need not be made to know that it is the same. */
export function textsOfBundle(edit?: Edit): string {
  return [linkerTexts(), ...textsFrom(FFI.source), ...textsFrom(ENTRY, {}, edit)].join('\0');
}
