// Links modules with rolldown, which works asynchronously only: a program of its own, so that its caller can wait for it.
// Standard input: { entry, modules: { NAME: { code, map, imports: { SPECIFIER: NAME } } } }. Standard output: the chunks, as link.ts has them.
import { text } from 'node:stream/consumers';
import { rolldown } from 'rolldown';

const { entry, modules } = JSON.parse(await text(process.stdin));

const given = {
  name: 'given',
  resolveId(specifier, importer) {
    const id = importer === undefined ? specifier : modules[importer].imports[specifier];
    return id === undefined ? { id: specifier, external: true } : { id };
  },
  load(id) {
    const { code, map } = modules[id];
    return { code, map, moduleType: 'js' };
  },
};
const bundle = await rolldown({
  input: { [entry.split('/').at(-1)]: entry },
  plugins: [given],
  // constants.ts does it within a module as well.
  optimization: { inlineConst: false },
});
const { output } = await bundle.generate({
  format: 'es',
  comments: false,
  minify: false,
  sourcemap: 'hidden',
  sourcemapPathTransform: (path) => path.replace(/^(\.\.\/)+/, ''),
  entryFileNames: '[name]',
  chunkFileNames: '[name]',
  codeSplitting: !entry.startsWith('firmware/') && { groups: [{ name: 'firmware', test: /^firmware\// }] },
});
const chunks = output
  .filter(({ type }) => type === 'chunk')
  .map(({ fileName, code, map, isEntry }) => ({ name: fileName, code, map, isEntry }));
process.stdout.write(JSON.stringify(chunks));
