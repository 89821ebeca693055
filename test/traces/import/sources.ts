/** Small files of the form of the public data sets, made by the tests. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';

export function writeSource(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

export interface MatMatrix {
  rows: number;
  columns: number;
  /** Column by column. */
  values: readonly number[];
}

const DOUBLE_CLASS = 6;
const CHAR_CLASS = 4;

function element(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(type, 0);
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc((8 - (data.length % 8)) % 8)]);
}

function integers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeInt32LE(value, 4 * i));
  return bytes;
}

function matrix(name: string, arrayClass: number, rows: number, columns: number, data: Buffer): Buffer {
  return element(
    14,
    Buffer.concat([
      element(6, integers(arrayClass, 0)),
      element(5, integers(rows, columns)),
      element(1, Buffer.from(name)),
      data,
    ]),
  );
}

/** A MAT file of version 5, with a text among the arrays; each array compressed or not. */
export function matFile(arrays: Record<string, MatMatrix>, compressed = false): Buffer {
  const header = Buffer.alloc(128, ' ');
  header.write('MATLAB 5.0 MAT-file, made by a test');
  header.writeUInt16LE(0x0100, 124);
  header.write('IM', 126);
  const text = matrix('note', CHAR_CLASS, 1, 2, element(4, Buffer.from([65, 0, 66, 0])));
  const all = [
    text,
    ...Object.entries(arrays).map(([name, { rows, columns, values }]) => {
      const doubles = Buffer.alloc(8 * values.length);
      values.forEach((value, i) => doubles.writeDoubleLE(value, 8 * i));
      return matrix(name, DOUBLE_CLASS, rows, columns, element(9, doubles));
    }),
  ];
  if (!compressed) return Buffer.concat([header, ...all]);
  const packed = all.map((array) => {
    const data = deflateSync(array);
    const head = Buffer.alloc(8);
    head.writeUInt32LE(15, 0);
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data]);
  });
  return Buffer.concat([header, ...packed]);
}

/** Rows as columns, as MAT files keep them. */
export function byColumns(rows: readonly (readonly number[])[]): MatMatrix {
  const columns = rows[0].length;
  const values = Array.from({ length: columns }, (_, column) => rows.map((row) => row[column])).flat();
  return { rows: rows.length, columns, values };
}

/** A spreadsheet with one sheet. */
export function xlsxFile(rows: readonly (readonly (string | number)[])[]): Uint8Array {
  const xmlns = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const cell = (value: string | number) =>
    typeof value === 'number' ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t>${value}</t></is></c>`;
  const name = (index: number): string =>
    (index >= 26 ? name(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));
  const lines = rows.map(
    (row, i) =>
      `<row r="${i + 1}">${row.map((value, k) => cell(value).replace('<c', `<c r="${name(k)}${i + 1}"`)).join('')}</row>`,
  );
  const parts = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    '_rels/.rels': `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${xmlns}" xmlns:r="${office}"><sheets><sheet name="all" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${xmlns}"><sheetData>${lines.join('')}</sheetData></worksheet>`,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])));
}
