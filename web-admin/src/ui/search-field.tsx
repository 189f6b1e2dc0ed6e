import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState, type RefObject } from 'react';
import classes from './search-field.module.css';

interface SearchFieldProps {
  label: string;
  placeholder: string;
  search: string | null;
  maxLength?: number;
  onChange: (search: string | null) => void;
  /** For a shortcut that puts the focus here. */
  inputRef: RefObject<HTMLInputElement | null>;
}

const wordsOf = (text: string): string | null => text.trim() || null;

/** Words that narrow a list, asked for once somebody pauses or goes on to a filter. */
export function SearchField({ label, placeholder, search, maxLength = 100, onChange, inputRef }: SearchFieldProps) {
  const [text, setText] = useState(search ?? '');
  const [seen, setSeen] = useState(search);
  const [asked, setAsked] = useState(search);
  if (seen !== search) {
    setSeen(search);
    // Cleared by a button, or by stepping back: not what was asked for here, where more may have been typed since.
    if (asked !== search) {
      setAsked(search);
      setText(search ?? '');
    }
  }
  const ask = useDebouncedCallback((wanted: string | null) => {
    setAsked(wanted);
    onChange(wanted);
  }, 250);
  useEffect(() => {
    if (wordsOf(text) === search) ask.cancel();
  }, [text, search, ask]);
  return (
    <span className={`${classes.search} ${classes.field}`}>
      <IconSearch size={15} stroke={1.75} aria-hidden />
      <input
        ref={inputRef}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        maxLength={maxLength}
        spellCheck={false}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          ask(wordsOf(currentTarget.value));
        }}
        // A filter that is chosen or taken away next builds on these words. A row that is pressed stays where it is.
        onBlur={({ currentTarget, relatedTarget }) => {
          if (currentTarget.closest('[role=search]')?.contains(relatedTarget)) ask.flush();
        }}
      />
    </span>
  );
}
