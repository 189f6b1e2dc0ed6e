import { useApolloClient } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
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
  onChecked: () => void;
}

/** As the tax office prints them. */
const formNames: Readonly<Record<string, string>> = { W9: 'W-9', W8BEN: 'W-8BEN', W8BENE: 'W-8BEN-E' };

const ticks = ['legible', 'inDate', 'genuine'] as const;
type Tick = (typeof ticks)[number];

/** The documents of a case, beside what was typed: one at a time, with what a reviewer ticks off. */
export function ReviewDocuments(props: ReviewDocumentsProps) {
  const { Viewer, caseId, documents, shown, onShow, masked, decides, onChecked } = props;
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
        <Checklist key={`${shown.id} checks`} caseId={caseId} document={shown} onChecked={onChecked} />
      )}
    </div>
  );
}

function Checklist(props: { caseId: string; document: CaseDocument; onChecked: () => void }) {
  const { caseId, document, onChecked } = props;
  const { t } = useTranslation();
  const client = useApolloClient();
  const problemText = useProblemText();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [check, setCheck] = useState<Record<Tick, boolean | null>>({
    legible: document.check?.legible ?? null,
    inDate: document.check?.inDate ?? null,
    genuine: document.check?.genuine ?? null,
  });

  const say = async (tick: Tick, value: boolean): Promise<void> => {
    const before = check;
    const after = { ...check, [tick]: check[tick] === value ? null : value };
    setCheck(after);
    setProblem(null);
    try {
      await client.mutate({
        mutation: CheckDocumentDocument,
        variables: { input: { caseId, documentId: document.id, ...after } },
      });
      onChecked();
    } catch (error) {
      setCheck(before);
      setProblem(problemOf(error));
    }
  };

  return (
    <fieldset className={classes.checklist}>
      <legend>{t('reviews.checks.label')}</legend>
      {ticks.map((tick) => (
        <div key={tick} role="group" aria-label={t(`reviews.checks.${tick}`)}>
          <span>{t(`reviews.checks.${tick}`)}</span>
          {([true, false] as const).map((value) => (
            <button
              key={String(value)}
              type="button"
              aria-pressed={check[tick] === value}
              data-value={value}
              onClick={() => void say(tick, value)}
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
