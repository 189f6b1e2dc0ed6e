import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** A room may import the rooms before it. */
const rooms = [
  'accounts',
  'inbox',
  'organisations',
  'terms',
  'documents',
  'onboarding',
  'campaigns',
  'imaging',
  'privacy',
  'audit',
  'settings',
  'operations',
];
/** What wires the rooms together, or starts them. */
const wiring = /^api\/src\/[\w-]+\.ts$/;
const databaseClients = ['pg', 'pg-boss', 'typeorm', 'ioredis'];

interface Import {
  from: string;
  /** A path in the repository, or a package. */
  to: string;
  typeOnly: boolean;
}

const sourcesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.d)\.tsx?$/.test(file) && !file.includes('node_modules'))
    .map((file) => join(folder, file));

const importsOf = (file: string): Import[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /^(?:import|export)\s+(?<type>type\s)?(?:[^'";]*?\sfrom\s+)?'(?<static>[^']+)'|\bimport\(\s*'(?<dynamic>[^']+)'/gm,
    ),
  ].map(({ groups }) => {
    const target = groups?.['static'] ?? groups?.['dynamic'] ?? '';
    return {
      from: file,
      to: target.startsWith('.') ? relative(root, resolve(root, dirname(file), target)) : target,
      typeOnly: groups?.['type'] !== undefined,
    };
  });

const allImports = (folder: string): Import[] => sourcesIn(folder).flatMap(importsOf);
const placeIn = (folder: string, file: string): string | undefined =>
  file.startsWith(`${folder}/`) ? relative(folder, file).split('/')[0] : undefined;
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || file.includes('/src/test/');
const shown = (wrong: Import[]): string[] => wrong.map(({ from, to }) => `${from} imports ${to}`);

const apiImports = allImports('api/src');

test('the scan sees imports of every form', () => {
  expect(apiImports.length).toBeGreaterThan(100);
  expect(new Set(apiImports.map(({ to }) => to))).toContain('api/src/platform/db.ts');
});

test('every folder of the API is the platform or a room in the row', () => {
  const folders = readdirSync(join(root, 'api/src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(['platform', ...rooms]).toEqual(expect.arrayContaining(folders.map(({ name }) => name)));
});

test('the platform imports no room', () => {
  const wrong = apiImports.filter(
    ({ from, to }) =>
      placeIn('api/src', from) === 'platform' && !isTest(from) && rooms.includes(placeIn('api/src', to) ?? ''),
  );
  expect(shown(wrong)).toEqual([]);
});

test('a room imports only rooms before it', () => {
  const wrong = apiImports.filter(({ from, to }) => {
    const own = rooms.indexOf(placeIn('api/src', from) ?? '');
    return own !== -1 && rooms.indexOf(placeIn('api/src', to) ?? '') > own;
  });
  expect(shown(wrong)).toEqual([]);
});

test('rooms and platform do not reach for the wiring', () => {
  const wrong = apiImports.filter(({ from, to }) => !wiring.test(from) && !isTest(from) && wiring.test(to));
  expect(shown(wrong)).toEqual([]);
});

test('lifecycles and policies know no database', () => {
  const wrong = apiImports.filter(
    ({ from, to, typeOnly }) =>
      /\.(lifecycle|policy)\.ts$/.test(from) &&
      !typeOnly &&
      (databaseClients.includes(to) || to === 'api/src/platform/db.ts'),
  );
  expect(shown(wrong)).toEqual([]);
});

test('a resolver calls a service, never the database', () => {
  const wrong = apiImports.filter(({ from, to }) => from.endsWith('.resolver.ts') && databaseClients.includes(to));
  expect(shown(wrong)).toEqual([]);
});

test('of the shared schema, the API imports only the contract', () => {
  const wrong = apiImports.filter(
    ({ to }) => to.startsWith('@influencegen/') && !to.startsWith('@influencegen/shared-schema/contract/'),
  );
  expect(shown(wrong)).toEqual([]);
});

test.each(['web-influencer', 'web-admin'])('in %s, app imports features, and no feature another', (app) => {
  const src = `${app}/src`;
  const feature = (file: string): string | undefined => placeIn(`${src}/features`, file);
  const wrong = allImports(src).filter(
    ({ from, to }) =>
      !isTest(from) &&
      feature(from) !== undefined &&
      (placeIn(src, to) === 'app' || (feature(to) !== undefined && feature(to) !== feature(from))),
  );
  expect(shown(wrong)).toEqual([]);
});

test.each(['web-influencer', 'web-admin'])(
  '%s imports its own files and the shared schema, nothing of other packages',
  (app) => {
    const wrong = allImports(`${app}/src`).filter(
      ({ to }) =>
        (/^(api|web-\w+|shared-schema)\//.test(to) && !to.startsWith(`${app}/`)) ||
        /^@influencegen\/(?!shared-schema\/)/.test(to),
    );
    expect(shown(wrong)).toEqual([]);
  },
);

test('the shared schema imports neither the API nor an app, and the contract nothing that runs in a browser only', () => {
  const imports = allImports('shared-schema/src');
  const wrong = imports.filter(
    ({ from, to }) =>
      /^(api|web-\w+)\//.test(to) ||
      /^@influencegen\/(?!shared-schema)/.test(to) ||
      (from.includes('/contract/') && (/^(react|@mantine|@apollo)/.test(to) || /\/(ui|client)\//.test(to))),
  );
  expect(shown(wrong)).toEqual([]);
});
