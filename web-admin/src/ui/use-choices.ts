import { useId, useState, type KeyboardEvent, type MouseEvent } from 'react';

/** An input that picks from a list below it, by the ARIA combobox pattern: the focus stays in the input. */
export function useChoices<Choice>(choices: readonly Choice[], choose: (choice: Choice) => void) {
  const id = useId();
  const [at, setAt] = useState(0);
  const active = Math.min(at, choices.length - 1);
  const optionId = (index: number): string => `${id}-${index}`;

  const moveTo = (index: number): void => {
    const next = (index + choices.length) % choices.length;
    setAt(next);
    document.getElementById(optionId(next))?.scrollIntoView({ block: 'nearest' });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const choice = choices[active];
    if (choice === undefined || event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') moveTo(active + 1);
    else if (event.key === 'ArrowUp') moveTo(active - 1);
    else if (event.key === 'Enter') choose(choice);
    else return;
    event.preventDefault();
  };

  return {
    /** The first choice is the active one again, as after every typed letter. */
    restart: () => setAt(0),
    input: {
      role: 'combobox',
      autoComplete: 'off',
      spellCheck: false,
      'aria-autocomplete': 'list',
      'aria-expanded': choices.length > 0,
      'aria-controls': id,
      'aria-activedescendant': active >= 0 ? optionId(active) : undefined,
      onKeyDown,
    } as const,
    list: { id, role: 'listbox' } as const,
    option: (index: number) =>
      ({
        id: optionId(index),
        role: 'option',
        'aria-selected': index === active,
        onPointerMove: () => setAt(index),
        // A press would take the focus out of the input and close the list before the click.
        onMouseDown: (event: MouseEvent) => event.preventDefault(),
        onClick: () => {
          const choice = choices[index];
          if (choice !== undefined) choose(choice);
        },
      }) as const,
  };
}
