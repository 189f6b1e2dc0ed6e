import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAst } from 'vitest/node';
import { describe, expect, test } from 'vitest';
import { spokenLanguages } from '../contract/languages.ts';

const root = path.resolve(import.meta.dirname, '../../..');

interface Texts {
  [key: string]: string | Texts;
}

const flat = (texts: Texts, prefix = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );

const translations = spokenLanguages.filter((language) => language !== 'en');

const placeholders = (text: string): string => (text.match(/{{\w+}}/g) ?? []).toSorted().join(' ');

async function catalogue(file: string): Promise<Map<string, string>> {
  const { default: texts } = (await import(path.join(root, file))) as { default: Texts };
  return new Map(flat(texts));
}

describe.each(['shared-schema/src/ui', 'web-influencer/src/i18n', 'web-admin/src/i18n'])('%s', async (folder) => {
  const english = await catalogue(`${folder}/en.ts`);

  describe.each(spokenLanguages)('in %s', async (language) => {
    const translation = await catalogue(`${folder}/${language}.ts`);

    test('has the same texts', () => {
      expect([...translation.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    });

    test('no text is empty, and each names the same facts', () => {
      const wrong = [...english].filter(([key, text]) => {
        const translated = translation.get(key) ?? '';
        return !translated.trim() || placeholders(translated) !== placeholders(text);
      });
      expect(wrong).toEqual([]);
    });
  });
});

test.each(translations)('every setting says in %s what it decides', async (language) => {
  const rules = await readFile(path.join(root, 'docs/business-rules.md'), 'utf8');
  const settings = [...rules.matchAll(/^\| `(\w+\.\w+)`/gm)].map(([, key]) => key!);
  expect(settings.length).toBeGreaterThan(50);
  const { default: said } = (await import(
    path.join(root, `web-admin/src/features/settings/rule-texts.${language}.ts`)
  )) as { default: Record<string, string> };
  expect(Object.keys(said).toSorted()).toEqual(settings.toSorted());
});

describe('what the desk names by its key has words', async () => {
  const desk = await catalogue('web-admin/src/i18n/en.ts');
  const shared = await catalogue('shared-schema/src/ui/en.ts');
  const rules = await readFile(path.join(root, 'docs/business-rules.md'), 'utf8');

  test('every group of settings', () => {
    const groups = [...rules.matchAll(/^## `(\w+)`/gm)].map(([, group]) => group!);
    expect(groups.length).toBeGreaterThan(5);
    expect(groups.filter((group) => !desk.has(`settings.group.${group}`))).toEqual([]);
  });

  test('every choice of a setting', () => {
    const choices = [...rules.matchAll(/`([A-Z][A-Z_]*)`/g)].map(([, choice]) => choice!);
    expect(choices).toContain('MONDAY');
    const unsaid = choices.filter(
      (choice) =>
        !['settings.choice', 'aspectRatio', 'style', 'reviews.section'].some((place) =>
          desk.has(`${place}.${choice}`),
        ) && !shared.has(`choice.audienceFollowers.${choice}`),
    );
    expect(unsaid).toEqual([]);
  });

  test('every role that comes with the product', async () => {
    const source = await readFile(path.join(root, 'api/src/accounts/built-in-roles.ts'), 'utf8');
    const roles = [...source.matchAll(/^ {4}name: '(.+)',$/gm)].map(([, name]) => name!);
    expect(roles).toContain('KYC reviewer');
    expect(roles.filter((name) => !desk.has(`shippedRole.${name}`))).toEqual([]);
  });

  test('for whom each of these roles is, in English as the product says it', async () => {
    const source = await readFile(path.join(root, 'api/src/accounts/built-in-roles.ts'), 'utf8');
    const described = [...source.matchAll(/^ {2}([A-Z_]+): {\n.*\n {4}description: '(.+)',$/gm)];
    expect(described).toHaveLength(11);
    for (const [, key, description] of described) expect(desk.get(`shippedRoleDescription.${key}`)).toBe(description);
    for (const language of translations) {
      const said = await catalogue(`web-admin/src/i18n/${language}.ts`);
      for (const [, key, description] of described)
        expect(said.get(`shippedRoleDescription.${key}`), `${key} in ${language}`).not.toBe(description);
    }
  });

  test('every room that has permissions', () => {
    const rooms = new Set([...desk.keys()].map((key) => /^permission\.(\w+)/.exec(key)?.[1]).filter(Boolean));
    expect([...rooms].filter((room) => !desk.has(`room.${room}`))).toEqual([]);
  });

  test('every queue', async () => {
    const queues: string[] = [];
    for await (const file of glob('api/src/**/*.ts', { cwd: root })) {
      if (file.endsWith('.test.ts')) continue;
      const source = await readFile(path.join(root, file), 'utf8');
      for (const [, queue] of source.matchAll(/defineJob[<(][^]*?name: '([^']+)'/g)) queues.push(queue!);
    }
    expect(queues).toContain('send-mail');
    expect(queues.filter((queue) => !desk.has(`queues.name.${queue}`))).toEqual([]);
  });
});

interface Node {
  type: string;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;
const words = /\p{L}{2}/u;
const readAloud = /^(label|title|alt|placeholder|description|aria-label|aria-description|aria-roledescription)$/;

/** What a person would read in English whatever language they chose: text between tags, and in attributes that are shown. */
function literalTexts(node: Node): string[] {
  if (node.type === 'JSXText') return words.test(String(node.value)) ? [String(node.value).trim()] : [];
  if (node.type === 'JSXAttribute' && isNode(node.name) && isNode(node.value)) {
    const literal = node.value.type === 'Literal' && words.test(String(node.value.value));
    if (literal && readAloud.test(String(node.name.name))) return [String(node.value.value)];
  }
  return Object.values(node).flatMap((child) =>
    (Array.isArray(child) ? child : [child]).filter(isNode).flatMap(literalTexts),
  );
}

const literalsIn = (source: string): string[] => {
  const program: unknown = parseAst(source, { lang: 'tsx' });
  return isNode(program) ? literalTexts(program) : [];
};

test('literal texts are found', () => {
  expect(literalsIn('<p title="A word">Some words {name} <b className="word" /></p>')).toEqual([
    'A word',
    'Some words',
  ]);
});

test('no component holds literal text', async () => {
  const found: string[] = [];
  for await (const file of glob('{shared-schema/src/ui,web-influencer/src,web-admin/src}/**/*.tsx', { cwd: root })) {
    if (file.endsWith('.test.tsx')) continue;
    for (const text of literalsIn(await readFile(path.join(root, file), 'utf8'))) found.push(`${file}: ${text}`);
  }
  expect(found).toEqual([]);
});
