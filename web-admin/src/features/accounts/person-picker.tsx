import { skipToken, useQuery } from '@apollo/client/react';
import { IconButton } from '@influencegen/shared-schema/ui/button';
import { IconUserSearch, IconX } from '@tabler/icons-react';
import { useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useChoices } from '../../ui/use-choices';
import { PersonNameDocument } from './person-name.generated';
import classes from './person-picker.module.css';
import { usePeopleSearch } from './use-people-search';

interface PersonPickerProps {
  personId: string | null;
  onChange: (personId: string | null) => void;
  /** For a shortcut that puts the focus here. */
  inputRef?: RefObject<HTMLInputElement | null> | undefined;
}

export function PersonPicker({ personId, onChange, inputRef }: PersonPickerProps) {
  const { t } = useTranslation();
  const own = useRef<HTMLInputElement>(null);
  const input = inputRef ?? own;
  const [text, setText] = useState<string | null>(null);
  const { data: known } = useQuery(PersonNameDocument, personId ? { variables: { id: personId } } : skipToken);
  const { people, answered, problem } = usePeopleSearch(text ?? '');

  const close = (): void => setText(null);
  const choices = useChoices(text === null ? [] : people, ({ id }) => {
    onChange(id);
    close();
    input.current?.blur();
  });
  const chosen = personId ? (known?.person.displayName ?? '…') : '';
  const nobody = answered && people.length === 0 && !problem;

  return (
    <div className={classes.picker}>
      <IconUserSearch size={15} stroke={1.75} aria-hidden className={classes.icon} />
      <input
        {...choices.input}
        ref={input}
        className={classes.input}
        aria-label={t('filter.person')}
        placeholder={t('filter.anyPerson')}
        value={text ?? chosen}
        data-chosen={personId !== null}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onBlur={close}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          choices.restart();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            close();
            event.currentTarget.blur();
          }
          choices.input.onKeyDown(event);
        }}
      />
      {personId !== null && (
        <IconButton
          className={classes.clear}
          aria-label={t('filter.clearPerson')}
          onClick={() => {
            onChange(null);
            input.current?.focus();
          }}
        >
          <IconX size={14} aria-hidden />
        </IconButton>
      )}
      <div className={classes.panel} hidden={text === null || text.trim() === ''}>
        <ul {...choices.list} aria-label={t('filter.person')}>
          {text !== null &&
            people.map((person, index) => (
              <li key={person.id} {...choices.option(index)} className={classes.option}>
                <bdi>{person.displayName}</bdi>
              </li>
            ))}
        </ul>
        <p role="status">
          {problem && t('filter.searchFailed')}
          {nobody && t('filter.nobody', { search: text?.trim() })}
        </p>
      </div>
    </div>
  );
}
