import '@mantine/core/styles/Popover.layer.css';
import { Popover } from '@mantine/core';
import { Button } from '@influencegen/shared-schema/ui/button';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './check-list.module.css';

interface CheckListProps<Value extends string> {
  label: string;
  /** What stands on the button; the label itself when absent. */
  summary?: string;
  active?: boolean;
  icon?: ReactNode;
  options: readonly { value: Value; label: string; checked: boolean }[];
  onToggle: (value: Value) => void;
}

/** A button that unfolds a list of boxes to tick. */
export function CheckList<Value extends string>(props: CheckListProps<Value>) {
  const { label, summary, active = false, icon, options, onToggle } = props;
  return (
    <Popover
      position="bottom-start"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: classes.panel }}
    >
      <Popover.Target>
        <Button
          className={classes.button}
          data-active={active}
          aria-label={summary === undefined ? undefined : `${label}: ${summary}`}
          leftSection={icon}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {summary ?? label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        {options.map(({ value, label: option, checked }) => (
          <label key={value} className={classes.option}>
            <input type="checkbox" checked={checked} onChange={() => onToggle(value)} />
            {option}
          </label>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
