import { useMutation } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconArrowLeft, IconLock } from '@tabler/icons-react';
import { useCallback, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import {
  StudioSubmitSectionDocument,
  type ApplicationViewFragment,
  type SectionViewFragment,
} from './application.generated';
import { DueNote } from './due-note.tsx';
import { useProblemText } from './dynamic-text.ts';
import { QuestionsForm } from './questions-form.tsx';
import { ReturnedNote } from './returned-note.tsx';
import classes from './section-frame.module.css';
import { TermsFirst } from './terms-first.tsx';
import { hasQuestions, isHandedIn, lockOf, minutesOf, nextSection, pathOf } from './sections.ts';

interface SectionFrameProps {
  application: ApplicationViewFragment;
  section: SectionViewFragment;
  /** Of those that can be filled in, in their order. */
  sections: readonly SectionViewFragment[];
  /** What the section has besides questions. */
  children?: ((slot: { readOnly: boolean; tries: number }) => ReactNode) | undefined;
}

/** One section: why we ask, what came back, the questions, and handing in. */
export function SectionFrame({ application, section, sections, children }: SectionFrameProps) {
  const { t } = useTranslation(['app', 'ui']);
  const { kind, status } = section;
  const [now] = useState(() => new Date());
  const lock = lockOf(application, section, now);
  const [reopened, setReopened] = useState(false);
  const isProven = status === 'ACCEPTED' && !reopened;
  const readOnly = lock !== null || isProven;
  const saveAll = useRef<() => Promise<boolean>>(() => Promise.resolve(true));
  const keepSaveAll = useCallback((save: () => Promise<boolean>) => {
    saveAll.current = save;
  }, []);
  const [tries, setTries] = useState(0);
  const handIn = useHandIn(section, sections, () => saveAll.current());
  // Once nothing is missing any more, that is no problem any more.
  const isComplete = section.problems.length === 0;
  const shownProblem = handIn.problem === 'onboarding.handInProblem.incomplete' && isComplete ? null : handIn.problem;

  return (
    <article className={classes.page}>
      <Link to="/onboarding" className={classes.back}>
        <IconArrowLeft size={18} aria-hidden /> {t('onboarding.back')}
      </Link>
      <PageHeader title={t(`onboarding.sections.${kind}.title`)} />
      <p className={classes.why}>{t(`onboarding.sections.${kind}.why`)}</p>
      <details className={classes.more}>
        <summary>{t('onboarding.whatHappens')}</summary>
        <p>{t(`onboarding.sections.${kind}.use`)}</p>
      </details>
      {(status === 'RETURNED' || (section.reasonTexts.length > 0 && status === 'DRAFT')) && (
        <ReturnedNote section={section} />
      )}
      <DueNote section={section} />
      <StatusNote application={application} section={section} lock={lock} />
      {isProven && lock === null && (
        <div className={classes.note}>
          <p>{t('onboarding.proven')}</p>
          <Button onClick={() => setReopened(true)}>{t('onboarding.changeProven')}</Button>
        </div>
      )}
      {hasQuestions(kind) && (
        <QuestionsForm
          application={application}
          section={section}
          readOnly={readOnly}
          tries={tries}
          onReady={keepSaveAll}
          onSaved={handIn.forgetUnsaved}
        />
      )}
      {children?.({ readOnly, tries })}
      {!readOnly && !isHandedIn(section) && (
        <footer className={classes.foot}>
          <Missing section={section} tries={tries} />
          {handIn.toAccept && <TermsFirst terms={handIn.toAccept} />}
          <FormAlert>{shownProblem && t(shownProblem)}</FormAlert>
          <Button
            variant={hasQuestions(kind) || section.problems.length === 0 ? 'primary' : 'secondary'}
            loading={handIn.busy}
            onClick={() => {
              setTries(tries + 1);
              void handIn.run();
            }}
          >
            {t('onboarding.handIn')}
          </Button>
          <p className={classes.about}>{t('onboarding.minutes', { count: minutesOf[kind] })}</p>
        </footer>
      )}
      {isHandedIn(section) && !readOnly && <Onward section={section} sections={sections} />}
    </article>
  );
}

/** What keeps a section from being handed in and belongs to none of its questions, which say themselves what is wrong. */
function Missing({ section, tries }: { section: SectionViewFragment; tries: number }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const problems = section.problems.filter(({ field }) => field === null);
  if (tries === 0 || problems.length === 0) return null;
  return (
    <div role="alert" className={classes.note}>
      <p>{t('onboarding.missing')}</p>
      <ul>
        {[...new Set(problems.map(({ code }) => problemText(code)))].map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}

function StatusNote({
  application,
  section,
  lock,
}: {
  application: ApplicationViewFragment;
  section: SectionViewFragment;
  lock: ReturnType<typeof lockOf>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  if (lock === 'IN_REVIEW')
    return (
      <p role="status" className={classes.note}>
        <IconLock size={18} aria-hidden /> <span>{t('onboarding.locked.IN_REVIEW')}</span>
      </p>
    );
  if (lock === 'REJECTED')
    return (
      <p role="status" className={classes.note}>
        <IconLock size={18} aria-hidden />{' '}
        <span>
          {application.reapplyAt === null
            ? t('onboarding.locked.REJECTED')
            : t('onboarding.locked.REJECTED_UNTIL', { date: format.date(application.reapplyAt) })}
        </span>
      </p>
    );
  if (section.status === 'SUBMITTED') {
    const isAnswered = application.status === 'REJECTED';
    return <p className={classes.note}>{t(isAnswered ? 'onboarding.handedInBefore' : 'onboarding.handedIn')}</p>;
  }
  if (section.status === 'EXPIRED') return <p className={classes.note}>{t('onboarding.expired')}</p>;
  return null;
}

function Onward({ section, sections }: { section: SectionViewFragment; sections: readonly SectionViewFragment[] }) {
  const { t } = useTranslation();
  const next = nextSection(sections, section.kind);
  return (
    <footer className={classes.foot}>
      <Button component={Link} to={next ? pathOf(next.kind) : '/onboarding'} variant="primary">
        {next
          ? t('onboarding.goOn', { section: t(`onboarding.sections.${next.kind}.title`) })
          : t('onboarding.backToOverview')}
      </Button>
    </footer>
  );
}

type HandInProblem =
  | `onboarding.handInProblem.${'unsaved' | 'incomplete' | 'rejected' | 'unchanged'}`
  | `ui:problem.${Problem}`;

function useHandIn(
  section: SectionViewFragment,
  sections: readonly SectionViewFragment[],
  saveAll: () => Promise<boolean>,
) {
  const navigate = useNavigate();
  const [submit] = useMutation(StudioSubmitSectionDocument, {
    // What the server finds missing is what every screen shows.
    update: (cache, { data }) => {
      const result = data?.submitSection;
      if (result?.__typename !== 'SectionIncomplete') return;
      cache.modify({ id: cache.identify({ ...section }), fields: { problems: () => result.problems } });
    },
  });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<HandInProblem | null>(null);
  const [toAccept, setToAccept] = useState<readonly { title: string }[] | null>(null);

  const attempt = async (): Promise<HandInProblem | null> => {
    if (!(await saveAll())) return 'onboarding.handInProblem.unsaved';
    const { data } = await submit({ variables: { section: section.kind } });
    const result = data!.submitSection;
    if (result.__typename === 'SectionIncomplete') return 'onboarding.handInProblem.incomplete';
    if (result.__typename === 'ApplicationRejected') return 'onboarding.handInProblem.rejected';
    if (result.__typename === 'TermsToAccept') {
      setToAccept(result.terms);
      return null;
    }
    const shown = result.sections.filter(({ kind }) => sections.some((each) => each.kind === kind));
    const next = nextSection(shown, section.kind);
    await navigate(next ? pathOf(next.kind) : '/onboarding');
    return null;
  };
  const run = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    setToAccept(null);
    try {
      setProblem(await attempt());
    } catch (error) {
      const code = problemOf(error);
      // Nothing was changed since it came back.
      setProblem(code === 'CONFLICT' ? 'onboarding.handInProblem.unchanged' : `ui:problem.${code}`);
    } finally {
      setBusy(false);
    }
  };
  const forgetUnsaved = useCallback(
    () => setProblem((known) => (known === 'onboarding.handInProblem.unsaved' ? null : known)),
    [],
  );
  return { busy, problem, toAccept, run, forgetUnsaved };
}
