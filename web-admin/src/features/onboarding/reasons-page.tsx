import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { languages, spokenLanguages } from '@influencegen/shared-schema/contract/languages';
import type { ReasonUse, SectionKind } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField, TextAreaField, TextField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { StatusBadge } from '@influencegen/shared-schema/ui/status-badge';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { textOf } from '@influencegen/shared-schema/ui/use-submit';
import { IconChevronDown, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BackLink } from '../../ui/back-link';
import { TableSkeleton } from '../../ui/table-skeleton';
import { useProblemText } from '../../ui/use-problem-text';
import { ReviewReasonsDocument, SaveReviewReasonDocument, type ReviewReasonsQuery } from './review-case.generated';
import classes from './review.module.css';

type Reason = ReviewReasonsQuery['reviewReasons'][number];

const sectionKinds = [
  'PERSON',
  'ADDRESS',
  'SOCIAL_PROFILES',
  'NICHES',
  'AUDIENCE',
  'IDENTITY_DOCUMENT',
  'PAYOUT_ACCOUNT',
  'TAX',
  'CONSENTS',
] as const satisfies SectionKind[];

/** `edits`: the viewer may change them. */
export function ReasonsPage({ edits }: { edits: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <BackLink to="/reviews">{t('reviews.title')}</BackLink>
      <PageBoundary skeleton={<TableSkeleton />}>
        <ReasonList edits={edits} />
      </PageBoundary>
    </div>
  );
}

function ReasonList({ edits }: { edits: boolean }) {
  const { t } = useTranslation();
  const [language] = useLanguage();
  const { data } = useSuspenseQuery(ReviewReasonsDocument, { fetchPolicy: 'cache-and-network' });
  const [open, setOpen] = useState<Reason | 'new' | null>(null);
  const wordsOf = ({ texts, code }: Reason): string =>
    (texts.find((text) => text.language === language) ?? texts[0])?.text ?? code;
  return (
    <>
      <PageHeader title={t('reviews.reasons.title')}>
        {edits && (
          <Button variant="primary" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('new')}>
            {t('reviews.reasons.add')}
          </Button>
        )}
      </PageHeader>
      <p className={classes.quiet}>{t('reviews.reasons.text')}</p>
      {(['RETURN', 'REJECT'] as const).map((use) => (
        <section key={use} className={classes.part} aria-label={t(`reviews.reasons.use.${use}`)}>
          <h2>{t(`reviews.reasons.use.${use}`)}</h2>
          <ul className={classes.texts}>
            {data.reviewReasons
              .filter((reason) => reason.use === use)
              .map((reason) => (
                <li key={reason.code}>
                  <div>
                    <p>
                      {wordsOf(reason)}{' '}
                      {reason.retired && <StatusBadge tone="neutral">{t('reviews.reasons.retired')}</StatusBadge>}
                    </p>
                    <span className={classes.quiet}>
                      {reason.sections.length === 0
                        ? t('reviews.reasons.everywhere')
                        : reason.sections.map((section) => t(`reviews.section.${section}`)).join(', ')}
                    </span>
                  </div>
                  {edits && (
                    <Button
                      variant="quiet"
                      aria-label={t('reviews.reasons.editOne', { text: wordsOf(reason) })}
                      onClick={() => setOpen(reason)}
                    >
                      {t('reviews.reasons.edit')}
                    </Button>
                  )}
                </li>
              ))}
          </ul>
        </section>
      ))}
      {open !== null && (
        <ReasonEditor
          key={open === 'new' ? 'new' : open.code}
          reason={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

/** `TOO_DARK` of "Too dark". */
const codeOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^[^A-Z]+|_+$/g, '')
    .slice(0, 40);

function ReasonEditor({ reason, onClose }: { reason: Reason | null; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useApolloClient();
  const problemText = useProblemText();
  const [use, setUse] = useState<ReasonUse>(reason?.use ?? 'RETURN');
  const [sections, setSections] = useState<readonly SectionKind[]>(reason?.sections ?? []);
  const [retired, setRetired] = useState(reason?.retired ?? false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const save = async (form: FormData): Promise<void> => {
    const text = (name: string): string => textOf(form, name).trim();
    setBusy(true);
    setFailure(null);
    try {
      const { data } = await client.mutate({
        mutation: SaveReviewReasonDocument,
        variables: {
          input: {
            code: reason?.code ?? codeOf(text('name')),
            use,
            sections: [...sections],
            retired,
            revision: reason?.revision ?? 0,
            texts: spokenLanguages.map((language) => ({ language, text: text(`text-${language}`) })),
          },
        },
        refetchQueries: [ReviewReasonsDocument],
      });
      if (data?.saveReviewReason.__typename === 'ReviewReason') return onClose();
      setFailure(t('reviews.reasons.conflict'));
    } catch (error) {
      setFailure(problemText(problemOf(error)));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Panel title={t(reason ? 'reviews.reasons.edit' : 'reviews.reasons.add')} onClose={onClose}>
      <form
        className={`${classes.form} ${classes.panel}`}
        onSubmit={(event) => {
          event.preventDefault();
          void save(new FormData(event.currentTarget));
        }}
      >
        <FormAlert>{failure}</FormAlert>
        {reason === null && (
          <TextField name="name" label={t('reviews.reasons.name')} required maxLength={40} autoFocus data-autofocus />
        )}
        {spokenLanguages.map((language) => (
          <TextAreaField
            key={language}
            name={`text-${language}`}
            label={languages[language]}
            lang={language}
            required
            maxLength={500}
            minRows={2}
            defaultValue={reason?.texts.find((text) => text.language === language)?.text ?? ''}
          />
        ))}
        <SelectField
          label={t('reviews.reasons.for')}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          value={use}
          onChange={({ currentTarget }) => setUse(currentTarget.value === 'REJECT' ? 'REJECT' : 'RETURN')}
          data={(['RETURN', 'REJECT'] as const).map((value) => ({ value, label: t(`reviews.reasons.use.${value}`) }))}
        />
        {use === 'RETURN' && (
          <fieldset className={classes.checklist}>
            <legend>{t('reviews.reasons.sections')}</legend>
            {sectionKinds.map((kind) => (
              <label key={kind} className={classes.reason}>
                <input
                  type="checkbox"
                  checked={sections.includes(kind)}
                  onChange={() =>
                    setSections((before) =>
                      before.includes(kind) ? before.filter((each) => each !== kind) : [...before, kind],
                    )
                  }
                />
                {t(`reviews.section.${kind}`)}
              </label>
            ))}
          </fieldset>
        )}
        {reason !== null && (
          <label className={classes.reason}>
            <input
              type="checkbox"
              checked={retired}
              onChange={({ currentTarget }) => setRetired(currentTarget.checked)}
            />
            {t('reviews.reasons.retire')}
          </label>
        )}
        <Button type="submit" variant="primary" loading={busy}>
          {t('reviews.reasons.save')}
        </Button>
      </form>
    </Panel>
  );
}
