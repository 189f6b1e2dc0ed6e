import { Button, IconButton } from '@influencegen/shared-schema/ui/button';
import { PasswordField, SelectField, TextField } from '@influencegen/shared-schema/ui/fields';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './settings.module.css';
import { boundsOf, draftOf, isNumeric, textOf, type Draft, type Problem, type Shape } from './shape';
import { useValueWords } from './use-value-words';

interface ValueEditorProps {
  shape: Shape;
  label: string;
  draft: Draft;
  onChange: (draft: Draft) => void;
  unit?: string | null;
  secret?: boolean;
  problems: readonly Problem[];
  path?: string;
}

/** The right field for what may be set, however deep it lies. */
export function ValueEditor(props: ValueEditorProps) {
  const { shape, draft } = props;
  if (shape.type === 'boolean') return <BooleanEditor {...props} />;
  if (shape.type === 'object' && typeof draft === 'object' && !Array.isArray(draft))
    return <RecordEditor {...props} draft={draft} />;
  if (shape.type === 'array' && Array.isArray(draft))
    return shape.items?.enum ? (
      <ChoicesEditor {...props} draft={draft} options={shape.items.enum} />
    ) : (
      <ListEditor {...props} draft={draft} items={shape.items ?? {}} />
    );
  if (shape.enum) return <ChoiceEditor {...props} options={shape.enum} />;
  return <LineEditor {...props} />;
}

function useProblem(problems: readonly Problem[], path = 'value'): string | undefined {
  const { t } = useTranslation(['app', 'ui']);
  const found = problems.find((problem) => problem.path === path);
  if (!found) return undefined;
  return t(`ui:field.${found.code}`, { bound: found.bound ?? 0 });
}

function LineEditor({ shape, label, draft, onChange, unit, secret, problems, path }: ValueEditorProps) {
  const { t } = useTranslation();
  const problem = useProblem(problems, path);
  const words = useValueWords();
  const numeric = isNumeric(shape);
  const { least, most } = boundsOf(shape);
  const range =
    least !== undefined && most !== undefined
      ? t('settings.range', { least: words.number(least), most: words.number(most) })
      : undefined;
  const field = {
    label: unit ? t('settings.labelWithUnit', { label, unit: words.unit(unit) }) : label,
    value: textOf(draft),
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => onChange(currentTarget.value),
    description: range,
    error: problem,
  };
  if (secret) return <PasswordField {...field} autoComplete="off" />;
  return (
    <TextField
      {...field}
      className={numeric ? classes.number : classes.text}
      autoComplete="off"
      {...(numeric && { inputMode: shape.type === 'integer' && (least ?? -1) >= 0 ? 'numeric' : 'decimal' })}
    />
  );
}

function BooleanEditor({ label, draft, onChange }: ValueEditorProps) {
  return (
    <label className={classes.check}>
      <input
        type="checkbox"
        checked={draft === true}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      {label}
    </label>
  );
}

function ChoiceEditor({ label, draft, onChange, problems, path, options }: ValueEditorProps & { options: string[] }) {
  const words = useValueWords();
  const problem = useProblem(problems, path);
  return (
    <SelectField
      label={label}
      value={textOf(draft)}
      error={problem}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data={options.map((option) => ({ value: option, label: words.choice(option) }))}
    />
  );
}

interface ChoicesEditorProps extends ValueEditorProps {
  draft: Draft[];
  options: string[];
}

function ChoicesEditor({ label, draft, onChange, problems, path, options }: ChoicesEditorProps) {
  const words = useValueWords();
  const id = useId();
  const problem = useProblem(problems, path);
  return (
    <fieldset className={classes.choices} aria-describedby={problem === undefined ? undefined : id}>
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option} className={classes.check}>
          <input
            type="checkbox"
            checked={draft.includes(option)}
            onChange={() => onChange(options.filter((each) => draft.includes(each) !== (each === option)))}
          />
          {words.choice(option)}
        </label>
      ))}
      {problem !== undefined && (
        <p id={id} className={classes.problem}>
          {problem}
        </p>
      )}
    </fieldset>
  );
}

interface RecordEditorProps extends ValueEditorProps {
  draft: Record<string, Draft>;
}

function RecordEditor({ shape, label, draft, onChange, problems, path = 'value' }: RecordEditorProps) {
  const { t } = useTranslation();
  const words = useValueWords();
  const together = problems.some((problem) => problem.path === path);
  return (
    <fieldset className={classes.record}>
      <legend>{label}</legend>
      {Object.entries(shape.properties ?? {}).map(([name, part]) => (
        <ValueEditor
          key={name}
          shape={part}
          label={words.property(name)}
          draft={draft[name] ?? draftOf(part, undefined)}
          onChange={(member) => onChange({ ...draft, [name]: member })}
          problems={problems}
          path={`${path}.${name}`}
        />
      ))}
      {together && <p className={classes.problem}>{t('settings.notTogether')}</p>}
    </fieldset>
  );
}

interface ListEditorProps extends ValueEditorProps {
  draft: Draft[];
  items: Shape;
}

function ListEditor({ label, draft, items, onChange, problems, path = 'value' }: ListEditorProps) {
  const { t } = useTranslation();
  const together = problems.some((problem) => problem.path === path);
  return (
    <fieldset className={classes.list}>
      <legend>{label}</legend>
      {draft.map((item, index) => (
        // Entries have no names of their own: their place is what they are known by.
        <div key={index} className={classes.entry}>
          <ValueEditor
            shape={items}
            label={t('settings.entry', { number: index + 1 })}
            draft={item}
            onChange={(changed) => onChange(draft.map((each, at) => (at === index ? changed : each)))}
            problems={problems}
            path={`${path}.${index}`}
          />
          <IconButton
            aria-label={t('settings.removeEntry', { number: index + 1 })}
            onClick={() => onChange(draft.filter((_, at) => at !== index))}
          >
            <IconTrash size={16} aria-hidden />
          </IconButton>
        </div>
      ))}
      {together && <p className={classes.problem}>{t('settings.notTogether')}</p>}
      <Button
        className={classes.add}
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => onChange([...draft, draftOf(items, undefined)])}
      >
        {t('settings.addEntry')}
      </Button>
    </fieldset>
  );
}
