import '@mantine/core/styles/VisuallyHidden.layer.css';
import { VisuallyHidden } from '@mantine/core';
import { diffWordsWithSpace } from 'diff';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { markdownLines } from './markdown.tsx';
import classes from './text-changes.module.css';

interface Piece {
  kind: 'same' | 'added' | 'removed';
  words: string;
}

type Line = Piece[];

/** Texts that have little in common take long to compare, and nobody would read the outcome. */
const patienceMs = 1_000;

function changedLines(before: string, after: string): Line[] {
  const [old, now] = [before, after].map((text) => markdownLines(text).join('\n')) as [string, string];
  const parts = diffWordsWithSpace(old, now, { timeout: patienceMs }) ?? [
    { value: `${old}\n`, removed: true, added: false },
    { value: now, removed: false, added: true },
  ];
  const lines: Line[] = [[]];
  for (const { value, added, removed } of parts) {
    const kind = added ? 'added' : removed ? 'removed' : 'same';
    for (const [i, words] of value.split('\n').entries()) {
      if (i > 0) lines.push([]);
      if (words !== '') lines.at(-1)!.push({ kind, words });
    }
  }
  return lines.filter((line) => line.length > 0);
}

const isChanged = (line: Line): boolean => line.some(({ kind, words }) => kind !== 'same' && words.trim() !== '');

/** Word by word what became of a Markdown text; paragraphs that stayed as they were are left out. */
export function TextChanges({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation('ui');
  const lines = useMemo(() => changedLines(before, after), [before, after]);
  if (!lines.some(isChanged)) return <p className={classes.none}>{t('changes.none')}</p>;
  return (
    <div className={classes.changes}>
      {lines.map((line, i) =>
        isChanged(line) ? (
          <p key={i}>
            {line.map((piece, at) => (
              <Words key={at} {...piece} />
            ))}
          </p>
        ) : (
          // The first of a run stands for all of it.
          (i === 0 || isChanged(lines[i - 1]!)) && (
            <p key={i} className={classes.gap}>
              <span aria-hidden>…</span>
              <VisuallyHidden>{t('changes.unchanged')}</VisuallyHidden>
            </p>
          )
        ),
      )}
    </div>
  );
}

function Words({ kind, words }: Piece) {
  const { t } = useTranslation('ui');
  if (kind === 'same') return words;
  const Mark = kind === 'added' ? 'ins' : 'del';
  return (
    <Mark className={classes[kind]}>
      <VisuallyHidden>{t(`changes.${kind}`)} </VisuallyHidden>
      {words}
    </Mark>
  );
}
