import links from '@influencegen/shared-schema/ui/link-list.module.css';
import { Button } from '@influencegen/shared-schema/ui/button';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { StatusBadge, type Tone } from '@influencegen/shared-schema/ui/status-badge';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import type { SectionStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { IconChevronRight } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ApplicationViewFragment, SectionViewFragment } from './application.generated';
import { ApplyAgain } from './apply-again.tsx';
import { decisionDueText } from './decision-due.ts';
import { DueNote, isDue, useDueText } from './due-note.tsx';
import { useProblemText, useQuestionLabel } from './dynamic-text.ts';
import classes from './overview.module.css';
import { ReturnedNote } from './returned-note.tsx';
import { isHandedIn, minutesOf, nextSection, pathOf } from './sections.ts';

interface OverviewProps {
  application: ApplicationViewFragment;
  sections: readonly SectionViewFragment[];
  /** The way to go on with another device. */
  handOff: ReactNode;
}

/** Where the whole application stands: who acts next, what is missing, what came back. */
export function Overview({ application, sections, handOff }: OverviewProps) {
  const { t } = useTranslation();
  const asked = sections.filter((section) => section.asked);
  const later = sections.filter((section) => !section.asked);
  const done = asked.filter(isHandedIn).length;
  return (
    <div className={classes.page}>
      <PageHeader title={t('onboarding.title')} />
      <Standing application={application} sections={sections} />
      {application.status !== 'REJECTED' && (
        <div className={classes.progress}>
          <label htmlFor="onboarding-progress">{t('onboarding.progress', { done, count: asked.length })}</label>
          <progress id="onboarding-progress" max={asked.length} value={done} />
        </div>
      )}
      <SectionList sections={asked} rejected={application.status === 'REJECTED'} />
      {later.length > 0 && (
        <>
          <h2 className={classes.heading}>{t('onboarding.later')}</h2>
          <p className={classes.muted}>{t('onboarding.laterText')}</p>
          <SectionList sections={later} rejected={application.status === 'REJECTED'} />
        </>
      )}
      {done < asked.length && handOff}
    </div>
  );
}

/** A sentence on where it stands, who acts next, and by when. */
function Standing({ application, sections }: Pick<OverviewProps, 'application' | 'sections'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { status, dueAt, reapplyAt } = application;
  const next = nextSection(sections);
  const open = sections.filter((section) => section.asked && !isHandedIn(section));
  const minutes = open.reduce((sum, { kind }) => sum + minutesOf[kind], 0);
  const count = sections.filter(({ status: each }) => each === status).length;
  const mayApply = application.mayApplyAgain;
  const rejected = status === 'REJECTED' && (mayApply ? 'AGAIN' : reapplyAt === null ? 'FOR_GOOD' : 'UNTIL');
  const [now] = useState(() => Date.now());
  // Only who is in has such a day; until then they stay in.
  const isIn = application.handInBy !== null && Date.parse(application.handInBy) > now;
  const key = rejected
    ? (`REJECTED_${rejected}` as const)
    : status === 'IN_PROGRESS' && isIn
      ? 'IN_PROGRESS_IN'
      : status === 'REJECTED'
        ? 'REJECTED_FOR_GOOD'
        : status;
  const values = {
    count,
    minutes,
    date: reapplyAt ? format.date(reapplyAt) : '',
  };
  const acts =
    status === 'WAITING' || status === 'IN_REVIEW'
      ? 'us'
      : status === 'APPROVED' || rejected === 'FOR_GOOD' || rejected === 'UNTIL'
        ? null
        : 'you';
  const returned = sections.filter((section) => section.status === 'RETURNED');
  const due = sections.filter((section) => isDue(section) && section.status !== 'RETURNED');
  return (
    <section className={classes.standing} data-status={status} aria-label={t('onboarding.standing')}>
      <p role="status" className={classes.sentence}>
        {t(`onboarding.status.${key}.title`, values)}
      </p>
      <p>{t(`onboarding.status.${key}.text`, values)}</p>
      {status === 'REJECTED' && (application.decisionReasons.length > 0 || application.decisionNote !== null) && (
        <div className={classes.rejectedWhy}>
          <p>{t('onboarding.rejectedWhy')}</p>
          {application.decisionReasons.length > 0 && (
            <ul>
              {application.decisionReasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          )}
          {application.decisionNote !== null && <blockquote>{application.decisionNote}</blockquote>}
        </div>
      )}
      {acts && (
        <p className={classes.acts}>
          {t(`onboarding.acts.${acts}`)}
          {acts === 'us' && dueAt && ` ${decisionDueText(dueAt, t, format)}`}
        </p>
      )}
      {returned.map((section) => (
        <div key={section.id} className={classes.returned}>
          <Link to={pathOf(section.kind)} className={classes.returnedLink}>
            {t('onboarding.putRight', { section: t(`onboarding.sections.${section.kind}.title`) })}
          </Link>
          <ReturnedNote section={section} />
          <DueNote section={section} />
        </div>
      ))}
      {due.map((section) => (
        <div key={section.id} className={classes.returned}>
          <Link to={pathOf(section.kind)} className={classes.returnedLink}>
            {t(`onboarding.sections.${section.kind}.title`)}
          </Link>
          <DueNote section={section} />
        </div>
      ))}
      {status === 'APPROVED' && (
        <Button component={Link} to="/" variant="primary" className={classes.next}>
          {t('onboarding.toHome')}
        </Button>
      )}
      {rejected === 'AGAIN' && !next && <ApplyAgain />}
      {acts === 'you' && next && returned.length === 0 && (
        <Button component={Link} to={pathOf(next.kind)} variant="primary" className={classes.next}>
          {t(status === 'NOT_STARTED' ? 'onboarding.begin' : 'onboarding.goOn', {
            section: t(`onboarding.sections.${next.kind}.title`),
          })}
        </Button>
      )}
    </section>
  );
}

/** Handed in, and refused together with the whole: the section itself knows nothing of it. */
type ShownStatus = SectionStatus | 'REJECTED';

const tones: Record<ShownStatus, Tone> = {
  EMPTY: 'neutral',
  DRAFT: 'info',
  SUBMITTED: 'positive',
  IN_REVIEW: 'active',
  ACCEPTED: 'positive',
  RETURNED: 'warning',
  EXPIRED: 'warning',
  REJECTED: 'negative',
};

const SectionList = ({ sections, rejected }: { sections: readonly SectionViewFragment[]; rejected: boolean }) => (
  <ul className={links.list}>
    {sections.map((section) => (
      <SectionRow key={section.id} section={section} rejected={rejected} />
    ))}
  </ul>
);

function SectionRow({ section, rejected }: { section: SectionViewFragment; rejected: boolean }) {
  const { t } = useTranslation();
  const { kind, status } = section;
  const due = useDueText()(section);
  const shown: ShownStatus = rejected && status === 'SUBMITTED' ? 'REJECTED' : status;
  return (
    <li>
      <Link to={pathOf(kind)} className={links.row}>
        <span className={links.about}>
          <strong>{t(`onboarding.sections.${kind}.title`)}</strong>
          <span className={classes.facts}>
            <span>
              {status === 'DRAFT' ? <StillMissing section={section} /> : t(`onboarding.sections.${kind}.short`)}
            </span>{' '}
            {!isHandedIn(section) && (
              <span className={classes.minutes}>{t('onboarding.minutes', { count: minutesOf[kind] })}</span>
            )}
            {due !== null && <span className={classes.due}>{due}</span>}
          </span>
        </span>
        <StatusBadge tone={tones[shown]}>{t(`onboarding.sectionStatus.${shown}`)}</StatusBadge>
        <IconChevronRight size={18} aria-hidden className={classes.chevron} />
      </Link>
    </li>
  );
}

const mostNamed = 3;

/** The first of what keeps it from being handed in. */
function StillMissing({ section }: { section: SectionViewFragment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const labelOf = useQuestionLabel();
  const problemText = useProblemText();
  if (section.problems.length === 0) return t('onboarding.readyToHandIn');
  const named = [...new Set(section.problems.flatMap(({ field }) => (field ? [labelOf(field)] : [])))];
  // What belongs to no question is a sentence of its own.
  const besides = section.problems.find(({ field }) => !field);
  if (besides && named.length === 0) return problemText(besides.code);
  const shown = named.slice(0, mostNamed);
  const rest = named.length - shown.length;
  return t('onboarding.stillMissing', {
    what: format.list(rest > 0 ? [...shown, t('onboarding.andMore', { count: rest })] : shown),
  });
}
