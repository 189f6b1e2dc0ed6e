import { useApolloClient } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useRef, useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { useShortcuts } from '../../ui/use-shortcuts';
import { CheckDocumentDocument } from './review-case.generated';
import { verifiedWords } from './review-before';
import { placeOf, type CaseDocument } from './review-file';
import classes from './review.module.css';

/** Shows the pages of a document. */
export type Viewer = ComponentType<{ document: Pick<CaseDocument, 'pageUrls' | 'originalUrl'>; title: string }>;

interface ReviewDocumentsProps {
  Viewer: Viewer;
  caseId: string;
  documents: readonly CaseDocument[];
  shown: CaseDocument;
  onShow: (id: string) => void;
  masked: boolean;
  /** The section of what is shown is to be decided by the viewer. */
  decides: boolean;
  /** Somebody else has the case now. */
  onLost: () => void;
}

/** As the tax office prints them. */
const formNames: Readonly<Record<string, string>> = { W9: 'W-9', W8BEN: 'W-8BEN', W8BENE: 'W-8BEN-E' };

const ticks = ['legible', 'inDate', 'genuine'] as const;
type Tick = (typeof ticks)[number];
/** Of the key that says yes; with Shift, it says no. */
const letters: Readonly<Record<Tick, string>> = { legible: 'L', inDate: 'I', genuine: 'G' };

/** The documents of a case, beside what was typed: one at a time, with what a reviewer ticks off. */
export function ReviewDocuments(props: ReviewDocumentsProps) {
  const { Viewer, caseId, documents, shown, onShow, masked, decides, onLost } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = (document: CaseDocument): string => {
    const { purpose, former, title, form } = document;
    const plain = title ?? t(`reviews.purpose.${purpose}`);
    const name = form === null ? plain : `${plain} ${formNames[form] ?? form}`;
    if (former !== null) return `${name} · ${verifiedWords(former.acceptedAt, t, format)}`;
    const replaced = documents.some((other) => placeOf(other) === placeOf(document) && other.former !== null);
    return replaced ? `${name} · ${t('reviews.before.now')}` : name;
  };
  if (masked) return <p className={classes.nothing}>{t('reviews.documents.masked', { count: documents.length })}</p>;
  return (
    <div className={classes.documents}>
      {documents.length > 1 && (
        <div className={classes.tabs} role="group" aria-label={t('reviews.documents.label')}>
          {documents.map((document) => (
            <button
              key={document.id}
              type="button"
              aria-pressed={document.id === shown.id}
              onClick={() => onShow(document.id)}
            >
              <bdi>{nameOf(document)}</bdi>
            </button>
          ))}
        </div>
      )}
      <Viewer key={shown.id} document={shown} title={nameOf(shown)} />
      {decides && shown.former === null && (
        <Checklist key={`${shown.id} checks`} caseId={caseId} document={shown} onLost={onLost} />
      )}
    </div>
  );
}

function Checklist(props: { caseId: string; document: CaseDocument; onLost: () => void }) {
  const { caseId, document, onLost } = props;
  const { t } = useTranslation();
  const client = useApolloClient();
  const problemText = useProblemText();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [check, setCheck] = useState<Record<Tick, boolean | null>>({
    legible: document.check?.legible ?? null,
    inDate: document.check?.inDate ?? null,
    genuine: document.check?.genuine ?? null,
  });
  /** All that was said is sent each time: in the order in which it was said, however fast the keys are. */
  const sent = useRef(Promise.resolve());

  const say = (tick: Tick, value: boolean): void => {
    const after = { ...check, [tick]: check[tick] === value ? null : value };
    setCheck(after);
    setProblem(null);
    const send = async (): Promise<void> => {
      try {
        const { data } = await client.mutate({
          mutation: CheckDocumentDocument,
          variables: { input: { caseId, documentId: document.id, ...after } },
          // The case is not read again for it: what came back could be older than a verdict that was said meanwhile.
          update: (cache, { data: answer }) => {
            if (answer?.checkDocument.__typename !== 'DocumentCheck') return;
            const { __typename, documentId } = answer.checkDocument;
            cache.modify({
              id: cache.identify({ __typename: 'ReviewDocument', id: documentId }) ?? '',
              fields: { check: (_, { toReference }) => toReference({ __typename, documentId }) },
            });
          },
        });
        if (data?.checkDocument.__typename === 'CaseNotHeld') onLost();
      } catch (error) {
        setCheck((now) => ({ ...now, [tick]: check[tick] }));
        setProblem(problemOf(error));
      }
    };
    sent.current = sent.current.then(send);
  };
  useShortcuts(
    Object.fromEntries(
      ticks.flatMap((tick) => [
        [letters[tick].toLowerCase(), () => say(tick, true)],
        [letters[tick], () => say(tick, false)],
      ]),
    ),
  );

  return (
    <fieldset className={classes.checklist}>
      <legend>{t('reviews.checks.label')}</legend>
      {ticks.map((tick) => (
        <div key={tick} role="group" aria-label={t(`reviews.checks.${tick}`)}>
          <span>
            {t(`reviews.checks.${tick}`)} <kbd aria-hidden>{letters[tick]}</kbd>
          </span>
          {([true, false] as const).map((value) => (
            <button
              key={String(value)}
              type="button"
              aria-pressed={check[tick] === value}
              data-value={value}
              onClick={() => say(tick, value)}
            >
              {t(value ? 'reviews.checks.yes' : 'reviews.checks.no')}
            </button>
          ))}
        </div>
      ))}
      {problem && <p role="alert">{problemText(problem)}</p>}
    </fieldset>
  );
}
