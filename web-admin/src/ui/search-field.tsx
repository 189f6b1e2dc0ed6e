import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState, type RefObject } from 'react';
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

/** Words that narrow a list, asked for once somebody pauses. */
export function SearchField({ label, placeholder, search, maxLength = 100, onChange, inputRef }: SearchFieldProps) {
  const [text, setText] = useState(search ?? '');
  const [asked, setAsked] = useState(search);
  // Cleared by a button, or by stepping back.
  if (asked !== search) {
    setAsked(search);
    if (search === null) setText('');
  }
  const ask = useDebouncedCallback((wanted: string) => onChange(wanted.trim() || null), 250);
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
          ask(currentTarget.value);
        }}
      />
    </span>
  );
}
