import { expect, test } from 'vitest';
import { AnswerQueue, type SaveOutcome, type StoredAnswer } from './answer-queue.ts';

/** A queue whose moments pass when the test says so, and a server that answers as the test says. */
function aQueue(stored: StoredAnswer[] = [], unsaved: StoredAnswer[] = []) {
  const sent: StoredAnswer[][] = [];
  const answers: ((outcome: SaveOutcome) => void)[] = [];
  const kept: (StoredAnswer[] | null)[] = [];
  let due: (() => void) | null = null;
  const waits: number[] = [];
  const queue = new AnswerQueue(
    {
      save: (given) => {
        sent.push(given);
        return new Promise((resolve) => answers.push(resolve));
      },
      keep: (unsavedNow) => kept.push(unsavedNow),
      wait: (run, milliseconds) => {
        due = run;
        waits.push(milliseconds);
        return () => (due = null);
      },
    },
    stored,
    unsaved,
  );
  return {
    queue,
    sent,
    waits,
    kept,
    pass: () => due?.(),
    answer: async (outcome: SaveOutcome) => {
      answers.shift()!(outcome);
      await new Promise((resolve) => setTimeout(resolve));
    },
    field: (name: string) => queue.view().fields[name],
  };
}

const city = (values: string[], revision: number): StoredAnswer => ({ field: 'city', values, revision });

test('what is typed is sent after a pause, and shown in the form in which it is stored', async () => {
  const { queue, sent, pass, answer, field, kept } = aQueue();
  queue.change('city', ['berlin ']);
  expect(sent).toEqual([]);
  expect(kept.at(-1)).toEqual([city(['berlin '], 0)]);
  pass();
  expect(sent).toEqual([[city(['berlin '], 0)]]);
  await answer({ kind: 'saved', answers: [city(['berlin'], 1)] });
  expect(field('city')).toEqual({ values: ['berlin'], state: 'saved' });
  expect(kept.at(-1)).toBeNull();
});

test('what is typed while saving is not replaced by the answer, and goes out next with its revision', async () => {
  const { queue, sent, pass, answer, field } = aQueue();
  queue.change('city', ['Ber']);
  pass();
  queue.change('city', ['Berlin']);
  await answer({ kind: 'saved', answers: [city(['Ber'], 1)] });
  expect(field('city')!.values).toEqual(['Berlin']);
  expect(sent[1]).toEqual([city(['Berlin'], 1)]);
  await answer({ kind: 'saved', answers: [city(['Berlin'], 2)] });
  expect(queue.isUnsaved).toBe(false);
});

test('what another device saved beside it is not overwritten unseen by what is typed while saving', async () => {
  const { queue, sent, pass, answer, field, kept } = aQueue([city(['Ulm'], 3)]);
  queue.change('line1', ['A']);
  pass();
  queue.change('city', ['Bonn']);
  const theirs = city(['Köln'], 4);
  await answer({ kind: 'saved', answers: [{ field: 'line1', values: ['A'], revision: 1 }, theirs] });
  expect(sent[1]).toEqual([city(['Bonn'], 3)]);
  await answer({ kind: 'conflict', answers: [theirs] });
  expect(field('city')).toEqual({ values: ['Bonn'], state: 'conflict', theirs: ['Köln'] });

  queue.change('line1', ['B']);
  pass();
  await answer({ kind: 'saved', answers: [{ field: 'line1', values: ['B'], revision: 2 }, theirs] });
  // After the page was loaded anew as well.
  expect(kept.at(-1)).toEqual([city(['Bonn'], 3)]);
});

test('what is emptied while something else is saved stays empty', async () => {
  const { queue, sent, pass, answer, field } = aQueue([city(['Ulm'], 3)]);
  queue.change('line1', ['A']);
  pass();
  queue.change('city', []);
  await answer({ kind: 'saved', answers: [{ field: 'line1', values: ['A'], revision: 1 }, city(['Ulm'], 3)] });
  expect(field('city')!.values).toEqual([]);
  expect(sent[1]).toEqual([city([], 3)]);
});

test('one request is under way at a time', async () => {
  const { queue, sent, answer } = aQueue();
  queue.change('city', ['Ulm']);
  const [first, second] = [queue.send(), queue.send()];
  await Promise.resolve();
  expect(sent.length).toBe(1);
  await answer({ kind: 'saved', answers: [city(['Ulm'], 1)] });
  expect(await Promise.all([first, second])).toEqual([true, true]);
  expect(sent.length).toBe(1);
});

test('without a connection it is tried again, more and more rarely, and nothing is lost', async () => {
  const { queue, waits, pass, answer, field } = aQueue();
  queue.change('city', ['Ulm']);
  for (const tries of [1, 2, 3, 4, 5, 6]) {
    pass();
    await answer({ kind: 'failed' });
    expect(queue.view().state, `try ${tries}`).toBe('waiting');
  }
  expect(waits).toEqual([1200, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  pass();
  await answer({ kind: 'saved', answers: [city(['Ulm'], 1)] });
  expect(field('city')!.state).toBe('saved');
});

test('a conflict keeps both answers until one is chosen; the others are saved all the same', async () => {
  const { queue, sent, pass, answer, field } = aQueue([city(['Ulm'], 3)]);
  queue.change('city', ['Bonn']);
  queue.change('line1', ['Hauptstr. 1']);
  pass();
  await answer({ kind: 'conflict', answers: [city(['Köln'], 4)] });
  expect(field('city')).toEqual({ values: ['Bonn'], state: 'conflict', theirs: ['Köln'] });
  expect(sent[1]).toEqual([{ field: 'line1', values: ['Hauptstr. 1'], revision: 0 }]);
  await answer({
    kind: 'saved',
    answers: [{ field: 'line1', values: ['Hauptstr. 1'], revision: 1 }, city(['Köln'], 4)],
  });
  expect(field('city')!.state).toBe('conflict');
  expect(queue.isUnsaved).toBe(true);

  queue.choose('city', 'mine');
  expect(sent[2]).toEqual([city(['Bonn'], 4)]);
  await answer({ kind: 'saved', answers: [city(['Bonn'], 5)] });
  expect(field('city')).toEqual({ values: ['Bonn'], state: 'saved' });
});

test('the other answer can be taken instead', async () => {
  const { queue, pass, answer, field, sent } = aQueue([city(['Ulm'], 3)]);
  queue.change('city', ['Bonn']);
  pass();
  await answer({ kind: 'conflict', answers: [city(['Köln'], 4)] });
  queue.choose('city', 'theirs');
  expect(field('city')).toEqual({ values: ['Köln'], state: 'saved' });
  expect(queue.isUnsaved).toBe(false);
  queue.change('city', ['Köln-Deutz']);
  pass();
  expect(sent.at(-1)).toEqual([city(['Köln-Deutz'], 4)]);
});

test('what another device saves shows here, except where somebody is typing; old news change nothing', () => {
  const { queue, field } = aQueue([city(['Ulm'], 3), { field: 'line1', values: ['A'], revision: 1 }]);
  queue.change('city', ['Bonn']);
  queue.offer([city(['Köln'], 4), { field: 'line1', values: ['B'], revision: 2 }]);
  expect(field('city')!.values).toEqual(['Bonn']);
  expect(field('line1')!.values).toEqual(['B']);
  queue.offer([{ field: 'line1', values: ['A'], revision: 1 }]);
  expect(field('line1')!.values).toEqual(['B']);
});

test('what was not saved before a reload is there again, and is sent', () => {
  const { sent, pass, field } = aQueue([city(['Ulm'], 3)], [city(['Bonn'], 3)]);
  expect(field('city')!.values).toEqual(['Bonn']);
  pass();
  expect(sent).toEqual([[city(['Bonn'], 3)]]);
});

test('what the server does not take is not sent over and over; other answers are', async () => {
  const { queue, sent, pass, answer, field } = aQueue();
  queue.change('city', ['x'.repeat(3000)]);
  pass();
  await answer({ kind: 'refused', fields: { city: 'refused' } });
  expect(field('city')!.state).toBe('refused');
  queue.change('line1', ['A']);
  pass();
  expect(sent[1]).toEqual([{ field: 'line1', values: ['A'], revision: 0 }]);
});

test('what was sent beside something that is asked no longer is sent again without it', async () => {
  const { queue, sent, pass, answer, field } = aQueue();
  queue.change('shoeSize', ['44']);
  queue.change('city', ['Ulm']);
  pass();
  await answer({ kind: 'refused', fields: { shoeSize: 'outdated' } });
  expect(field('shoeSize')!.state).toBe('outdated');
  expect(sent[1]).toEqual([{ field: 'city', values: ['Ulm'], revision: 0 }]);
  await answer({ kind: 'saved', answers: [{ field: 'city', values: ['Ulm'], revision: 1 }] });
  expect(field('city')!.state).toBe('saved');
  expect(sent).toHaveLength(2);
  // What is typed is not lost by it, and handing in does not wait for it.
  expect(await queue.send()).toBe(true);
});

test('under review nothing is sent again, and what was typed stays', async () => {
  const { queue, pass, answer, field } = aQueue();
  queue.change('city', ['Ulm']);
  pass();
  await answer({ kind: 'locked' });
  expect(queue.view().state).toBe('locked');
  expect(field('city')!.values).toEqual(['Ulm']);
});
