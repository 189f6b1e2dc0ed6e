import { VisuallyHidden } from '@mantine/core';

/** What a button shows, with its key; and what is said of it, which also tells of which of many it is. */
export const KeyedLabel = ({ shown, said, letter }: { shown: string; said: string; letter: string }) => (
  <>
    <span aria-hidden>
      {shown} <kbd>{letter}</kbd>
    </span>
    <VisuallyHidden>{said}</VisuallyHidden>
  </>
);
