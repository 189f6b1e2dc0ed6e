import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { SelectField } from '@influencegen/shared-schema/ui/fields';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { BackLink } from '../../ui/back-link';
import { Facts } from '../../ui/facts';
import { TableSkeleton } from '../../ui/table-skeleton';
import { useProblemText } from '../../ui/use-problem-text';
import { ReviewNumbersFileDocument, ReviewNumbersPageDocument } from './review-numbers.generated';
import classes from './review.module.css';
import { useReasons } from './use-reasons';

const spans = [7, 30, 90, 365] as const;
const dayMs = 86_400_000;

interface Period {
  from: string;
  to: string;
}

/** Until the end of today, so that a ticking clock is not another question. */
function periodOf(days: number): Period {
  const end = new Date();
  end.setHours(24, 0, 0, 0);
  return { from: new Date(end.getTime() - days * dayMs).toISOString(), to: end.toISOString() };
}

export function NumbersPage() {
  const { t } = useTranslation();
  const client = useApolloClient();
  const problemText = useProblemText();
  const [params, setParams] = useSearchParams();
  const days = spans.find((span) => String(span) === params.get('days')) ?? 30;
  const period = periodOf(days);
  const { problem, run } = useAction();

  const download = (): void =>
    run(async () => {
      const { data } = await client.query({
        query: ReviewNumbersFileDocument,
        variables: period,
        fetchPolicy: 'no-cache',
      });
      save(data!.reviewNumbersFile);
    });

  return (
    <div className={classes.page}>
      <BackLink to="/reviews">{t('reviews.title')}</BackLink>
      <PageHeader title={t('reviews.numbers.title')}>
        <SelectField
          className={classes.period}
          aria-label={t('reviews.numbers.period')}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          value={String(days)}
          onChange={({ currentTarget }) => setParams({ days: currentTarget.value })}
          data={spans.map((span) => ({ value: String(span), label: t('reviews.numbers.days', { count: span }) }))}
        />
        <Button leftSection={<IconDownload size={16} aria-hidden />} onClick={download}>
          {t('reviews.numbers.download')}
        </Button>
      </PageHeader>
      {problem && (
        <p role="alert" className={classes.alert}>
          {problemText(problem)}
        </p>
      )}
      <PageBoundary skeleton={<TableSkeleton />}>
        <Numbers key={days} {...period} />
      </PageBoundary>
    </div>
  );
}

function Numbers(period: Period) {
  const { t } = useTranslation();
  const format = useFormat();
  const { textOf } = useReasons();
  const { data } = useSuspenseQuery(ReviewNumbersPageDocument, { variables: period, fetchPolicy: 'cache-and-network' });
  const { registered, verified, funnel, times, reasons, reviewers } = data.reviewNumbers;
  const share = (value: number | null): string => (value === null ? '–' : format.percent(value * 100));
  const hours = (value: number | null): string =>
    value === null ? '–' : t('reviews.numbers.hours', { count: value, hours: format.decimal(value) });

  if (times.decided === 0 && registered === 0)
    return <EmptyState title={t('reviews.numbers.empty')}>{t('reviews.numbers.emptyText')}</EmptyState>;
  return (
    <>
      <Part title={t('reviews.numbers.times')}>
        <div className={classes.tiles}>
          <Facts
            facts={[
              [t('reviews.numbers.decided'), format.number(times.decided)],
              [t('reviews.decision.APPROVED'), format.number(times.approved)],
              [t('reviews.decision.RETURNED'), format.number(times.returned)],
              [t('reviews.decision.REJECTED'), format.number(times.rejected)],
              [t('reviews.numbers.median'), hours(times.medianHours)],
              [t('reviews.numbers.p90'), hours(times.p90Hours)],
              [t('reviews.numbers.withinDue'), share(times.withinDue)],
            ]}
          />
        </div>
      </Part>
      <Part title={t('reviews.numbers.funnel')}>
        <Facts
          facts={[
            [t('reviews.numbers.registered'), format.number(registered)],
            [t('reviews.numbers.verified'), format.number(verified)],
          ]}
        />
        <Figures
          heads={[
            t('reviews.numbers.step'),
            t('reviews.numbers.begun'),
            t('reviews.numbers.handedIn'),
            t('reviews.numbers.accepted'),
          ]}
          rows={funnel.map(({ section, begun, handedIn, accepted }) => [
            section === null ? t('reviews.numbers.whole') : t(`reviews.section.${section}`),
            ...[begun, handedIn, accepted].map(format.number),
          ])}
        />
      </Part>
      <Part title={t('reviews.numbers.reasons')}>
        {reasons.length === 0 ? (
          <p className={classes.quiet}>{t('reviews.numbers.noReasons')}</p>
        ) : (
          <Figures
            words
            heads={[t('reviews.numbers.reason'), t('reviews.numbers.use'), t('reviews.numbers.count')]}
            rows={reasons.map(({ code, use, count }) => [
              textOf(code),
              t(`reviews.decision.${use === 'REJECT' ? 'REJECTED' : 'RETURNED'}`),
              format.number(count),
            ])}
          />
        )}
      </Part>
      <Part title={t('reviews.numbers.reviewers')}>
        {reviewers.length === 0 ? (
          <p className={classes.quiet}>{t('reviews.numbers.noReviewers')}</p>
        ) : (
          <Figures
            heads={[
              t('reviews.numbers.reviewer'),
              t('reviews.numbers.decided'),
              t('reviews.numbers.medianMinutes'),
              t('reviews.numbers.withinDue'),
            ]}
            rows={reviewers.map(({ reviewer, decided, medianMinutes, withinDue }) => [
              reviewer.displayName,
              format.number(decided),
              medianMinutes === null ? '–' : format.decimal(medianMinutes),
              share(withinDue),
            ])}
          />
        )}
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

interface FiguresProps {
  heads: readonly string[];
  rows: readonly (readonly string[])[];
  /** What follows the name is no figure. */
  words?: boolean;
}

function Figures({ heads, rows, words = false }: FiguresProps) {
  return (
    // A place that scrolls has to be reached by keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={heads[0]}>
      <table className={classes.figures} data-words={words}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, i) => (
                <td key={i}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function save({ fileName, content }: { fileName: string; content: string }): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
