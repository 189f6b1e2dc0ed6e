import { expect, test } from 'vitest';
import { z } from 'zod';
import { secretSetting, setting } from '../platform/setting.ts';
import { businessRules, inWords } from './business-rules.ts';

const words = (shape: z.ZodType): string => inWords(z.toJSONSchema(shape) as object);

test.for([
  [z.int().min(1).max(9), 'whole number from 1 to 9'],
  [z.int(), 'whole number'],
  [z.number().min(0.5), 'number of at least 0.5'],
  [z.number().max(2), 'number of at most 2'],
  [z.boolean(), 'yes or no'],
  [z.enum(['A', 'B']), '`A`, `B`'],
  [z.array(z.enum(['A'])).min(1), 'list of `A`, of at least 1 entries'],
  [z.object({ min: z.number(), max: z.number() }), 'min: number; max: number'],
  [z.string().min(2).max(5), 'text, from 2 to 5 characters'],
  [z.string().regex(/^a+$/), 'text like `^a+$`'],
] as const)('%# in words', ([shape, sentence]) => {
  expect(words(shape)).toBe(sentence);
});

test('the register names each rule with its unit, its value, and for whom it may differ', () => {
  const page = businessRules([
    setting('rules.kettleSeconds', z.int().min(1).max(9), 3, 'Seconds until the water | tea boils', [
      'role',
      'account',
    ]),
    secretSetting('rules.recipe', z.string().min(4), 'How it is made'),
  ]);
  expect(page).toContain('## `rules`');
  expect(page).toContain(
    '| `rules.kettleSeconds` | Seconds until the water \\| tea boils | whole number from 1 to 9 (seconds) | `3` | role, person |',
  );
  expect(page).toContain('| `rules.recipe` | How it is made | a secret: text, of at least 4 characters | not set |  |');
});
