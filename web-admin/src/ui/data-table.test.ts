import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { columns, gridOf } from '../features/imaging/columns';

const features = path.join(import.meta.dirname, '../features');
const tables = globSync('**/*.module.css', { cwd: features }).flatMap((file) => {
  const css = readFileSync(path.join(features, file), 'utf8');
  const [, grid] = /\.table \{\s+grid-template-columns:([^;]+);/.exec(css) ?? [];
  return grid === undefined ? [] : [[file, grid] as const];
});

/** The longest of the words that a column may break between. */
const longestWord = 6;

/** What a table cannot be narrower than, in rem: the least of each column. */
const leastOf = (grid: string): number =>
  [...grid.matchAll(/fit-content\([^)]+\)|(?:minmax\()?([\d.]+)rem(?:, [^)]+\))?/g)].reduce(
    (sum, [, least = longestWord]) => sum + Number(least),
    0,
  );

test('there are tables', () => expect(tables.length).toBeGreaterThan(4));

// 62 em of window, without the menu and the space on both sides of the page.
test.each([...tables, ['requests', String(gridOf(new Set(columns)).gridTemplateColumns)] as const])(
  'on the narrowest screen that shows a table nothing has to be scrolled sideways: %s',
  (_, grid) => {
    expect(leastOf(grid)).toBeLessThanOrEqual(62 - 13.5 - 2 * 1.5);
  },
);
