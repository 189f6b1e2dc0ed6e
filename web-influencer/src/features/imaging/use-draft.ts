import { useEffect, useState } from 'react';
import { keepDraft, keptDraft, type Draft, type StudioOffer } from './draft.ts';

/** What the person is about to ask for, kept in the browser at every change: a prompt is never lost. */
export function useDraft(viewerId: string, offer: StudioOffer): [Draft, (change: Partial<Draft>) => void] {
  const [draft, setDraft] = useState(() => keptDraft(viewerId, offer));
  useEffect(() => keepDraft(viewerId, draft), [viewerId, draft]);
  return [draft, (change) => setDraft((current) => ({ ...current, ...change }))];
}
