/**
 * `npm run bench`: what the product costs, each figure beside a floor that is measured in the same run.
 * `-- receive path sockets list sessionCheck keys signIn audit documents onboarding newcomer` chooses; `-- --write` keeps the table in docs/benchmarks.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { audit } from './audit.bench.ts';
import { documents } from './documents.bench.ts';
import { keys } from './keys.bench.ts';
import { list } from './list.bench.ts';
import type { Figure } from './measure.ts';
import { newcomer } from './newcomer.bench.ts';
import { onboarding } from './onboarding.bench.ts';
import { path } from './path.bench.ts';
import { sessionCheck } from './session-check.bench.ts';
import { signIn } from './sign-in.bench.ts';
import { receive } from './receive.bench.ts';
import { sockets } from './sockets.bench.ts';

const benches = { receive, path, sockets, list, sessionCheck, keys, signIn, audit, documents, onboarding, newcomer };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
});
const chosen = Object.entries(benches).filter(([name]) => positionals.length === 0 || positionals.includes(name));

const beginning = '<!-- measured -->';
const nameIn = (line: string): string | undefined => line.split('|')[1]?.trim();

/** Figures of what was not measured stay, and so does the line that says on what. A new figure needs the whole table. */
function into(before: string): string {
  const measured = new Map(lines.map((line) => [nameIn(line), line]));
  return before.replaceAll(/^\|.*$/gm, (line) => measured.get(nameIn(line)) ?? line);
}

const figures: Figure[] = [];
for (const [name, bench] of chosen) {
  console.error(`measuring ${name} …`);
  figures.push(...(await bench()));
}

const head = '| figure | InfluenceGen | floor | ratio | goal | |';
const lines = figures.map(
  ({ name, product, floor, ratio, goal, met }) =>
    `| ${name} | ${product} | ${floor} | ${ratio.toFixed(2)} | ${goal} | ${met === null ? '–' : met ? 'met' : 'MISSED'} |`,
);
const table = [head, '| --- | --- | --- | --- | --- | --- |', ...lines].join('\n');
const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`;
console.log(`\n${table}\n\n${machine}`);

if (values.write) {
  const file = new URL('../../docs/benchmarks.md', import.meta.url);
  const text = readFileSync(file, 'utf8');
  const [begin, end] = [text.indexOf(beginning) + beginning.length, text.indexOf('<!-- /measured -->')];
  const measured =
    chosen.length === Object.keys(benches).length ? `${table}\n\n${machine}` : into(text.slice(begin, end));
  writeFileSync(file, `${text.slice(0, begin)}\n\n${measured.trim()}\n\n${text.slice(end)}`);
}
process.exitCode = figures.every(({ met }) => met !== false) ? 0 : 1;
