import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { readConfig } from './platform/config.ts';

interface Service {
  command?: string[];
  environment?: Record<string, string | number>;
  volumes?: string[];
  depends_on?: Record<string, unknown>;
  configs?: { source: string }[];
}

/** What the README puts into `.env`. */
const secrets: Record<string, string> = {
  PUBLIC_HOST: 'localhost',
  MASTER_KEYS: `1:${randomBytes(32).toString('base64')}`,
  AUDIT_KEYS: `1:${randomBytes(32).toString('base64')}`,
};
const aSecret = randomBytes(32).toString('hex');

const text = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
const compose = load(text) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  configs: Record<string, unknown>;
};

/** Compose's own words: `${NAME:?}` has to be given, `${NAME:-else}` need not be and is not; `${NAME}` stands inside of these. */
const filled = (value: string | number): string =>
  String(value)
    .replace(/\$\{(\w+)\}/g, (_, name: string) => secrets[name]!)
    .replace(/\$\{(\w+):\?\}/g, (_, name: string) => secrets[name] ?? aSecret)
    .replace(/\$\{\w+:-([^}]*)\}/g, '$1');

describe.each(Object.entries(compose.services))('the service %s of docker-compose.yml', (_, service) => {
  test('names no volume, service or config that is not there', () => {
    const volumes = (service.volumes ?? []).map((one) => one.split(':')[0]!).filter((name) => !name.startsWith('/'));
    expect(Object.keys(compose.volumes)).toEqual(expect.arrayContaining(volumes));
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(Object.keys(service.depends_on ?? {})));
    expect(Object.keys(compose.configs)).toEqual(
      expect.arrayContaining((service.configs ?? []).map(({ source }) => source)),
    );
  });
});

const ours = Object.entries(compose.services).filter(([, { command }]) => command?.at(-1)?.startsWith('api/dist/'));

test.each(ours)('%s starts from it with what the README puts into .env', (_, { environment = {} }) => {
  const given = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filled(value)]));
  expect(readConfig(given)).toMatchObject({ callback: { baseUrl: 'http://receiver:4000' } });
});

test('API, receiver and worker are there', () => {
  expect(ours.map(([name]) => name)).toEqual(['api', 'receiver', 'worker']);
});
