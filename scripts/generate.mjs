// `npm run schema`, `codegen`, `data-dictionary` and `business-rules`; with --check they change nothing and say what they
// would have changed.
import fs from 'node:fs';
import path from 'node:path';
import { api, buildWhenNeeded } from './parts.mjs';
import { environmentOf, installWhenNeeded, node24, root } from './install.mjs';
import { explainAndExit, Problem } from './problem.mjs';
import { run } from './processes.mjs';

const say = (sentence) => console.log(sentence);
const schemaFile = 'shared-schema/schema.graphql';
const dictionaryFile = 'docs/data-dictionary.md';
const rulesFile = 'docs/business-rules.md';

/** What a program of the API prints becomes the file. */
async function print(node, program, file) {
  await buildWhenNeeded({ node, say, parts: [api] });
  const printed = await run(node, [`api/dist/src/${program}.js`], {
    cwd: root,
    env: environmentOf(node),
    failure: `${file} could not be printed.`,
  });
  fs.writeFileSync(path.join(root, file), printed);
}

/** Tables line up as in every other page. */
async function printPage(node, program, file) {
  await print(node, program, file);
  await run(node, ['node_modules/oxfmt/bin/oxfmt', file], { cwd: root, env: environmentOf(node) });
}

const generators = {
  schema: (node) => print(node, 'print-schema', schemaFile),
  'data-dictionary': (node) => printPage(node, 'data-dictionary', dictionaryFile),
  'business-rules': (node) => printPage(node, 'business-rules', rulesFile),
  async codegen(node) {
    await run(node, ['node_modules/@graphql-codegen/cli/cjs/bin.js', '--config', 'codegen.yml'], {
      cwd: root,
      env: environmentOf(node),
      failure: 'The code could not be generated.',
    });
  },
};
const generated = {
  schema: () => [schemaFile],
  'data-dictionary': () => [dictionaryFile],
  'business-rules': () => [rulesFile],
  codegen: () =>
    ['shared-schema/src', 'web-influencer/src', 'web-admin/src'].flatMap((folder) =>
      fs
        .readdirSync(path.join(root, folder), { recursive: true })
        .filter((file) => file.endsWith('.generated.ts'))
        .map((file) => path.join(folder, file)),
    ),
};

async function generate([what, option]) {
  await installWhenNeeded({ say });
  const before = contentsOf(generated[what]());
  await generators[what](node24());
  if (option !== '--check') return;

  const after = contentsOf(generated[what]());
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (file) => before.get(file) !== after.get(file),
  );
  for (const file of changed)
    if (before.has(file)) fs.writeFileSync(path.join(root, file), before.get(file));
    else fs.rmSync(path.join(root, file));
  if (changed.length > 0) throw new Problem(`Run npm run ${what} and commit; it changes:\n  ${changed.join('\n  ')}`);
}

const contentsOf = (files) => new Map(files.map((file) => [file, fs.readFileSync(path.join(root, file), 'utf8')]));

generate(process.argv.slice(2)).catch(explainAndExit);
