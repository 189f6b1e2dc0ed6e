import { Button } from '@influencegen/shared-schema/ui/button';
import { IconChevronDown } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
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

/** A button that unfolds a list of boxes to tick. The browser's own popover: Escape and a press elsewhere fold it again. */
export function CheckList<Value extends string>(props: CheckListProps<Value>) {
  const { label, summary, active = false, icon, options, onToggle } = props;
  const id = useId();
  const anchor = `--${id}`;
  return (
    <>
      <Button
        className={classes.button}
        style={{ anchorName: anchor }}
        popoverTarget={id}
        data-active={active}
        aria-label={summary === undefined ? undefined : `${label}: ${summary}`}
        leftSection={icon}
        rightSection={<IconChevronDown size={14} aria-hidden />}
      >
        {summary ?? label}
      </Button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={classes.panel}
        style={{ positionAnchor: anchor }}
      >
        {options.map(({ value, label: option, checked }) => (
          <label key={value} className={classes.option}>
            <input type="checkbox" checked={checked} onChange={() => onToggle(value)} />
            {option}
          </label>
        ))}
      </div>
    </>
  );
}
