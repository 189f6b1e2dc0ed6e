import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { useListening } from '@influencegen/shared-schema/client/use-listening';
import type { SectionKind } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Block, Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { StatusBadge } from '@influencegen/shared-schema/ui/status-badge';
import { IconFileSearch } from '@tabler/icons-react';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { BackLink } from '../../ui/back-link';
import { useProblemText } from '../../ui/use-problem-text';
import { useShortcuts } from '../../ui/use-shortcuts';
import { DecidePanel } from './decide-panel';
import { DocumentRequests } from './document-requests';
import { Hints, History, Notes } from './review-aside';
import { ReopenSectionDocument, ReviewCasePageDocument } from './review-case.generated';
import { ClaimCaseDocument, ReleaseCaseDocument } from './review-claims.generated';
import { ReviewDocuments, type Viewer } from './review-documents';
import { documentsOf, isRejected, underReview, type File } from './review-file';
import { ReviewNewsDocument } from './review-queue.generated';
import { ReviewSection } from './review-section';
import { CaseBadge, DueClock, HandInBadge, NewlyAskedBadge } from './review-state';
import classes from './review.module.css';
import { useClaimNext } from './use-claim-next';
import { useTyped } from './use-typed';
import { useVerdicts } from './use-verdicts';

export function CasePage({ Viewer }: { Viewer: Viewer }) {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { search } = useLocation();
  return (
    <PageBoundary
      key={id}
      list={{ to: { pathname: '/reviews', search }, name: t('reviews.title') }}
      skeleton={
        <Skeleton className={classes.page}>
          <Lines count={1} height="2.25rem" />
          <div className={classes.waiting}>
            <div className={classes.main}>
              <Block style={{ height: '9rem' }} />
              <Block style={{ height: '9rem' }} />
              <Block style={{ height: '9rem' }} />
            </div>
            <Block style={{ height: '22rem' }} />
          </div>
        </Skeleton>
      }
    >
      <Case id={id} Viewer={Viewer} />
    </PageBoundary>
  );
}

function Case({ id, Viewer }: { id: string; Viewer: Viewer }) {
  const client = useApolloClient();
  const [language] = useLanguage();
  const variables = { id, language };
  const { data } = useSuspenseQuery(ReviewCasePageDocument, { variables, fetchPolicy: 'cache-and-network' });
  const readings = useRef<Promise<unknown>>(Promise.resolve());
  /** After those before: an answer on its way may be older than what is asked for now, and would be taken for it. */
  const reread = (): Promise<unknown> => {
    const read = (): Promise<unknown> =>
      client.query({
        query: ReviewCasePageDocument,
        variables,
        fetchPolicy: 'network-only',
        context: { queryDeduplication: false },
      });
    // What is on the screen stays when this fails.
    return (readings.current = readings.current.then(read).catch(() => undefined));
  };
  useListening(ReviewNewsDocument, {
    onData: ({ reviewCaseChanged }) => {
      if (reviewCaseChanged.caseId === id) void reread();
    },
  });
  useReconnected(() => void reread());
  return <CaseFile file={data.reviewFile} Viewer={Viewer} reread={reread} />;
}

interface CaseFileProps {
  file: File;
  Viewer: Viewer;
  reread: () => Promise<unknown>;
}

function CaseFile({ file, Viewer, reread }: CaseFileProps) {
  const { t } = useTranslation();
  const client = useApolloClient();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const { next, params } = useClaimNext();
  const note = useRef<HTMLTextAreaElement>(null);
  const places = useRef(new Map<SectionKind, HTMLElement>());
  const [current, setCurrent] = useState<SectionKind>(() => (underReview(file)[0] ?? file.sections[0]!).kind);
  /** The same at once: keys come faster than the screen follows, and each means the section that the one before led to. */
  const at = useRef(current);
  const [returning, setReturning] = useState<SectionKind | null>(null);
  const [asking, setAsking] = useState<SectionKind | null>(null);
  const [shownId, setShownId] = useState<string | null>(null);
  /** On a narrow screen documents open in the section that they are compared with. */
  const [comparing, setComparing] = useState<SectionKind | null>(null);
  const wide = !useMediaQuery('(max-width: 61.99em)', false, { getInitialValueInEffect: false });
  const viewer = useRef<HTMLElement>(null);
  const lookedAt = useRef<string | null>(null);
  const [deciding, setDeciding] = useState(false);
  const { busy, problem, run } = useAction();
  const typed = useTyped();
  const [lost, setLost] = useState(false);
  const lose = (): void => {
    setLost(true);
    // What was typed stays with its form.
    if (!typed.has('rejection')) setDeciding(false);
    if (!typed.has('return')) setReturning(null);
    if (!typed.has('wish')) setAsking(null);
    void reread();
  };
  const verdicts = useVerdicts(file, lose);
  const back = `/reviews${params.size > 0 ? `?${params.toString()}` : ''}`;
  const { viewerMoves } = file.case;
  const holds = viewerMoves.includes('DECIDE');
  const decides = (kind: SectionKind): boolean =>
    holds && file.sections.find((section) => section.kind === kind)?.status === 'IN_REVIEW';
  const { reviewer } = file.case;
  const unsent = holds
    ? null
    : reviewer
      ? t('reviews.unsentTaken', { name: reviewer.displayName })
      : t('reviews.unsent');
  const documents = documentsOf(file);
  const shown = documents.find(({ id }) => id === shownId) ?? documents[0];

  /** The documents of a section come with it; beside one that has none, stays what was looked at. */
  const follow = (kind: SectionKind): void => {
    at.current = kind;
    setCurrent(kind);
    const own = documents.filter(({ section }) => section === kind);
    if (own.length > 0 && shown?.section !== kind) setShownId(own[0]!.id);
  };
  const go = (kind: SectionKind): void => {
    follow(kind);
    const place = places.current.get(kind);
    place?.focus({ preventScroll: true });
    place?.scrollIntoView({ block: 'nearest' });
  };
  /** What is before the reviewer, as soon as the case is. */
  const begin = useEffectEvent((): void => {
    const [first] = underReview(file);
    if (!first || decides(at.current)) return;
    follow(first.kind);
    places.current.get(first.kind)?.scrollIntoView({ block: 'nearest' });
  });
  const begun = holds && underReview(file).length > 0;
  useEffect(() => {
    if (begun) begin();
  }, [begun]);
  const step = (by: 1 | -1): void => {
    const index = file.sections.findIndex(({ kind }) => kind === at.current) + by;
    go(file.sections[Math.min(file.sections.length - 1, Math.max(0, index))]!.kind);
  };
  const look = (by: 1 | -1): void => {
    const place = documents.findIndex((document) => document === shown);
    // The first press goes to what is before one already.
    const away = lookedAt.current === shown?.id ? by : 0;
    const next = documents[(place + away + documents.length) % documents.length];
    if (!next || file.masked) return;
    lookedAt.current = next.id;
    // It has to stand there to take the focus.
    flushSync(() => {
      setShownId(next.id);
      if (!wide) setComparing(current);
    });
    viewer.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  };
  /** On to what has no verdict yet, unless the reviewer went somewhere else meanwhile. */
  const goOn = (from: SectionKind): void => {
    if (at.current !== from) return;
    const open = underReview(file).filter(
      ({ kind, verdict }) => kind !== from && verdict?.outcome == null && !verdicts.isOnItsWay(kind),
    );
    const place = file.sections.findIndex(({ kind }) => kind === from);
    const following = open.find(({ kind }) => file.sections.findIndex((each) => each.kind === kind) > place) ?? open[0];
    go(following?.kind ?? from);
  };

  const change = (mutation: typeof ClaimCaseDocument | typeof ReleaseCaseDocument): void =>
    run(async () => {
      const { data } = await client.mutate({ mutation, variables: { id: file.id } });
      const answer = Object.values(data ?? {})[0];
      setLost(answer?.__typename === 'CaseNotHeld');
      await reread();
    });
  const mayReopen = (kind: SectionKind): boolean =>
    holds && file.sections.find((each) => each.kind === kind)?.status === 'ACCEPTED';
  const reopen = (kind: SectionKind): void => {
    if (!mayReopen(kind)) return;
    const reopenIt = async (): Promise<void> => {
      const { data } = await client.mutate({
        mutation: ReopenSectionDocument,
        variables: { id: file.id, section: kind },
      });
      if (data!.reopenSection.__typename === 'CaseNotHeld') return lose();
      await reread();
      setReturning(kind);
    };
    typed.askFirst(() => run(reopenIt), 'return');
  };
  const askReturn = (kind: SectionKind): void => {
    if (decides(kind) && returning !== kind) typed.askFirst(() => setReturning(kind), 'return');
  };
  const mayAsk = (kind: SectionKind): boolean => decides(kind) || mayReopen(kind);
  const ask = (kind: SectionKind): void => {
    if (mayAsk(kind) && asking !== kind) typed.askFirst(() => setAsking(kind), 'wish');
  };
  /** With what is asked for, the section goes back: with the reasons that were given already, or with none. */
  const asked = async (kind: SectionKind): Promise<void> => {
    await reread();
    const said = file.sections.find((each) => each.kind === kind)?.verdict;
    if (said?.outcome !== 'RETURN') await verdicts.say(kind, 'RETURN', { reasons: [], note: null });
  };
  const claim = (): void => {
    if (viewerMoves.includes('CLAIM')) change(ClaimCaseDocument);
  };
  const release = (): void => {
    const giveBack = (): void => {
      setReturning(null);
      setAsking(null);
      change(ReleaseCaseDocument);
    };
    if (viewerMoves.includes('RELEASE')) typed.askFirst(giveBack, 'return', 'wish');
  };
  const accept = (kind: SectionKind): void => {
    if (!decides(kind)) return;
    const acceptIt = (): void => {
      setReturning((open) => (open === kind ? null : open));
      void verdicts.say(kind, 'ACCEPT');
      goOn(kind);
    };
    if (returning === kind) typed.askFirst(acceptIt, 'return');
    else acceptIt();
  };
  const askToDecide = async (): Promise<void> => {
    if (holds && (await verdicts.settled())) setDeciding(true);
  };
  const decided = async (): Promise<void> => {
    // The words of the rejection are kept: going on does not lose them.
    flushSync(() => setDeciding(false));
    if (!(await next())) await navigate(back, { state: { nothingLeft: true } });
  };

  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    a: () => accept(at.current),
    r: () => askReturn(at.current),
    d: () => void askToDecide(),
    o: () => reopen(at.current),
    m: () => ask(at.current),
    c: claim,
    u: release,
    n: () => note.current?.focus(),
    v: () => look(1),
    V: () => look(-1),
    // Out of the document, to what it is compared with.
    Escape: () => (viewer.current?.contains(document.activeElement) ? go(at.current) : false),
  });

  const looking = shown && (
    <section ref={viewer} className={classes.viewer} aria-label={t('reviews.documents.label')}>
      <ReviewDocuments
        Viewer={Viewer}
        caseId={file.id}
        documents={documents}
        shown={shown}
        onShow={setShownId}
        masked={file.masked}
        decides={decides(shown.section)}
        onLost={lose}
      />
    </section>
  );

  return (
    <article className={`${classes.page} ${classes.case}`}>
      <div className={classes.top}>
        <BackLink to={back}>{t('reviews.title')}</BackLink>
        <p role="alert" className={classes.alert}>
          {problem !== null && problemText(problem)}
          {problem === null &&
            verdicts.problem !== null &&
            t('reviews.notSaved', {
              section: t(`reviews.section.${verdicts.problem.section}`),
              why:
                verdicts.problem.what === 'CONFLICT_SHOWN' ? t('reviews.conflict') : problemText(verdicts.problem.what),
            })}
        </p>
      </div>
      <PageHeader title={t('reviews.caseOf', { number: file.case.number, name: file.case.creator.displayName })}>
        {viewerMoves.includes('CLAIM') && (
          <Button variant="primary" loading={busy} onClick={claim}>
            {t('reviews.claim')} <kbd aria-hidden>C</kbd>
          </Button>
        )}
        {viewerMoves.includes('RELEASE') && (
          <Button loading={busy} onClick={release}>
            {t('reviews.release')} <kbd aria-hidden>U</kbd>
          </Button>
        )}
        {holds && (
          <Button variant="primary" onClick={() => void askToDecide()}>
            {t('reviews.decide')} <kbd aria-hidden>D</kbd>
          </Button>
        )}
      </PageHeader>
      <div className={classes.summary}>
        <CaseBadge status={file.case.status} decision={file.case.decision} />
        <DueClock dueAt={file.case.dueAt} decidedAt={file.case.decidedAt} />
        {file.case.highRisk && <StatusBadge tone="negative">{t('reviews.highRisk')}</StatusBadge>}
        {file.case.renewal && <StatusBadge tone="neutral">{t('reviews.renewal')}</StatusBadge>}
        <NewlyAskedBadge newlyAsked={file.case.newlyAsked} />
        <HandInBadge handInBy={file.case.handInBy} />
        {file.case.decider && <span>{t('reviews.decidedBy', { name: file.case.decider.displayName })}</span>}
        <Standing file={file} holds={holds} lost={lost} />
      </div>
      <Hints hints={file.hints} />
      <div className={classes.columns}>
        {/* A place that scrolls has to be reached by keys. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <div className={classes.main} role="group" aria-label={t('reviews.sections')} tabIndex={0}>
          {file.sections.map((each) => (
            <ReviewSection
              key={each.kind}
              section={each}
              rejected={isRejected(file)}
              decides={decides(each.kind)}
              current={each.kind === current}
              returning={returning === each.kind && (decides(each.kind) || typed.has('return'))}
              typed={typed.inForm('return')}
              unsent={unsent}
              busy={busy || verdicts.busy.has(each.kind)}
              sectionRef={(place) => {
                if (place) places.current.set(each.kind, place);
              }}
              onFocus={() => follow(each.kind)}
              onReopen={mayReopen(each.kind) ? () => reopen(each.kind) : null}
              requests={
                <DocumentRequests
                  caseId={file.id}
                  section={each}
                  mayAsk={mayAsk(each.kind)}
                  mayWithdraw={holds || file.case.status === 'DECIDED'}
                  asking={asking === each.kind && (mayAsk(each.kind) || typed.has('wish'))}
                  typed={typed.inForm('wish')}
                  unsent={unsent}
                  onAsk={() => ask(each.kind)}
                  onClose={() => {
                    setAsking(null);
                    go(each.kind);
                  }}
                  onAsked={() => asked(each.kind)}
                  onWithdrawn={reread}
                  onLost={lose}
                />
              }
              onAccept={() => accept(each.kind)}
              onAskReturn={() => askReturn(each.kind)}
              onCancel={() => {
                setReturning(null);
                go(each.kind);
              }}
              onReturn={(why) =>
                void verdicts.say(each.kind, 'RETURN', why).then((saved) => {
                  if (!saved) return;
                  setReturning((open) => (open === each.kind ? null : open));
                  goOn(each.kind);
                })
              }
            >
              {!wide && shown && !file.masked && (
                <>
                  <button
                    type="button"
                    className={classes.compare}
                    aria-expanded={comparing === each.kind}
                    onClick={() => setComparing(comparing === each.kind ? null : each.kind)}
                  >
                    <IconFileSearch size={15} aria-hidden />
                    {t(comparing === each.kind ? 'reviews.documents.hide' : 'reviews.documents.compare')}
                  </button>
                  {comparing === each.kind && looking}
                </>
              )}
            </ReviewSection>
          ))}
        </div>
        <div className={classes.side}>
          {wide && (looking ?? <p className={classes.nothing}>{t('reviews.documents.none')}</p>)}
          <Notes
            caseId={file.id}
            notes={file.notes}
            inputRef={note}
            typed={typed.inForm('note')}
            onAdded={reread}
            onLeave={() => go(current)}
          />
          <History openedAt={file.case.openedAt} history={file.history} otherCases={file.otherCases} />
        </div>
      </div>
      {deciding && (
        <DecidePanel
          file={file}
          typed={typed.inForm('rejection')}
          unsent={unsent}
          onClose={() => setDeciding(false)}
          onDecided={() => void decided()}
          onLost={lose}
        />
      )}
      {typed.questions}
    </article>
  );
}

/** Who has the case, and what that means for what is shown. */
function Standing({ file, holds, lost }: { file: File; holds: boolean; lost: boolean }) {
  const { t } = useTranslation();
  const { reviewer, status, proposer, viewerMoves } = file.case;
  const words = ((): string => {
    if (holds) return '';
    if (lost) return t('reviews.lost');
    if (reviewer) return t('reviews.takenBy', { name: reviewer.displayName });
    if (status === 'PROPOSED')
      return viewerMoves.includes('CLAIM')
        ? t('reviews.confirmIt', { name: proposer?.displayName ?? '' })
        : t('reviews.waitsForSecond');
    if (viewerMoves.includes('CLAIM')) return t('reviews.maskedText');
    return '';
  })();
  return (
    <p role="status" className={classes.standing} data-shown={words !== ''}>
      {words}
    </p>
  );
}
