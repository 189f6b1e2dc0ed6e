import { useMutation } from '@apollo/client/react';
import type { TermsBlock } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { Markdown } from '@influencegen/shared-schema/ui/markdown';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { TextChanges } from '@influencegen/shared-schema/ui/text-changes';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StudioAcceptTermsDocument } from './my-terms.generated';
import { stopsText } from './stops-text.ts';
import classes from './terms.module.css';
import { type MyTerms, useMyTerms } from './use-my-terms.ts';

/** What still waits for an answer: all that is required, and what is optional until there was one. */
export const waiting = (terms: readonly MyTerms[]): MyTerms[] =>
  terms.filter(({ state, current }) => state !== 'ACCEPTED' && (current.required || state !== 'WITHDRAWN'));

interface ConsentFormProps {
  /** Everything that is required has been accepted. */
  onAccepted?: () => void;
  /** What somebody is about to do: of the rest they may agree to later. */
  before?: TermsBlock;
  /** How often they tried to do that without having agreed: from the first time on everything that is missing is said. */
  tries?: number;
}

/** Reads out what waits for consent, shows what has changed, and takes the consent. Nothing is ticked beforehand. */
export function ConsentForm({ onAccepted, before, tries = 0 }: ConsentFormProps) {
  const { t } = useTranslation(['app', 'ui']);
  const { terms, language, readAgain } = useMyTerms();
  const [accept] = useMutation(StudioAcceptTermsDocument);
  const { busy, problem, run } = useAction();
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [missed, setMissed] = useState(false);
  const [replaced, setReplaced] = useState<readonly string[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const open = waiting(terms);
  const isNeeded = ({ current, stops }: MyTerms): boolean =>
    current.required && (before === undefined || stops.some(({ block }) => block === before));
  const needed = open.filter(isNeeded);
  const forgotten = needed.some(({ current }) => !ticked.includes(current.id));
  const tickedOnly = tries > 0 && needed.length > 0 && !forgotten && !busy;
  useEffect(() => {
    if (tries > 0) (form.current?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? button.current)?.focus();
  }, [tries, button]);
  useEffect(() => {
    if (replaced.length > 0) form.current?.querySelector<HTMLElement>('[data-replaced="true"]')?.focus();
  }, [replaced]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const chosen = open.filter(({ current }) => ticked.includes(current.id));
    setMissed(forgotten);
    setReplaced([]);
    if (forgotten) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    if (chosen.length === 0) return;
    run(async () => {
      const { data } = await accept({ variables: { versionIds: chosen.map(({ current }) => current.id), language } });
      const outcome = data?.acceptTerms;
      if (outcome?.__typename === 'TermsReplaced') {
        await readAgain();
        setReplaced(outcome.current.map(({ key }) => key));
        return;
      }
      onAccepted?.();
    });
  };
  const tick = (id: string, on: boolean): void => setTicked(on ? [...ticked, id] : ticked.filter((one) => one !== id));

  if (open.length === 0) return null;
  return (
    <form ref={form} className={classes.form} noValidate onSubmit={submit}>
      {open.map((one) => (
        <ConsentQuestion
          key={one.current.id}
          terms={one}
          ticked={ticked.includes(one.current.id)}
          missed={(missed || tries > 0) && isNeeded(one) && !ticked.includes(one.current.id)}
          replaced={replaced.includes(one.key)}
          onTick={(on) => tick(one.current.id, on)}
        />
      ))}
      <FormAlert>{problem ? t(`ui:problem.${problem}`) : tickedOnly && t('terms.tickedOnly')}</FormAlert>
      <Button ref={button} type="submit" variant="primary" size="lg" loading={busy}>
        {t('terms.accept')}
      </Button>
    </form>
  );
}

interface ConsentQuestionProps {
  terms: MyTerms;
  ticked: boolean;
  missed: boolean;
  /** By this one, while they agreed to another one. */
  replaced: boolean;
  onTick: (on: boolean) => void;
}

function ConsentQuestion({ terms, ticked, missed, replaced, onTick }: ConsentQuestionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const { current, accepted, stops } = terms;
  const changed = accepted !== null && accepted.number !== current.number;
  const stop = stopsText(stops, t, format);
  const said = [replaced && `${id}-replaced`, missed && `${id}-missed`].filter(Boolean).join(' ');
  return (
    <section aria-labelledby={`${id}-title`} className={classes.question}>
      <header className={classes.head}>
        <h2 id={`${id}-title`} className={classes.title}>
          {current.title}
        </h2>
        <p className={classes.facts}>
          {t(changed ? 'terms.newVersion' : 'terms.versionSince', {
            number: current.number,
            date: format.date(current.inForceSince),
          })}
          {!current.required && ` · ${t('terms.optional')}`}
        </p>
        {stop !== null && <p className={classes.stop}>{stop}</p>}
      </header>
      {changed && (
        <details className={classes.reading} open>
          <summary>{t('terms.changes', { number: accepted.number })}</summary>
          <div className={classes.text}>
            <TextChanges before={accepted.body} after={current.body} />
          </div>
        </details>
      )}
      <details className={classes.reading}>
        <summary>{t('terms.whole')}</summary>
        <div className={classes.text}>
          <Markdown level={3}>{current.body}</Markdown>
        </div>
        <Link to={`/terms/${current.key}`} target="_blank" className={classes.link}>
          {t('terms.ownPage')}
        </Link>
      </details>
      <label className={classes.tick} data-missed={missed}>
        <input
          type="checkbox"
          checked={ticked}
          aria-invalid={missed || undefined}
          aria-describedby={said || undefined}
          data-replaced={replaced}
          onChange={({ currentTarget }) => onTick(currentTarget.checked)}
        />
        <span>{t(current.required ? 'terms.agree' : 'terms.agreeOptional', { title: current.title })}</span>
      </label>
      {replaced && (
        <p id={`${id}-replaced`} className={classes.missed}>
          {t('terms.replaced')}
        </p>
      )}
      {missed && (
        <p id={`${id}-missed`} className={classes.missed}>
          {t('terms.missed')}
        </p>
      )}
    </section>
  );
}
