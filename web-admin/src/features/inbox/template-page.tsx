import { useSuspenseQuery } from '@apollo/client/react';
import { languageName } from '@influencegen/shared-schema/contract/languages';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { LeaveGuard } from '@influencegen/shared-schema/ui/leave-guard';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { BackLink } from '../../ui/back-link';
import { OneOf } from '../../ui/one-of';
import { isDirty, TemplateEditor, type Draft } from './template-editor';
import { MailTemplatePageDocument } from './template-page.generated';
import classes from './template-page.module.css';

export function TemplatePage() {
  const { t } = useTranslation();
  const { notice = '' } = useParams();
  return (
    <PageBoundary
      key={notice}
      list={{ to: '/mail-texts', name: t('nav.mailTexts') }}
      skeleton={
        <Skeleton>
          <Lines count={12} height="1.75rem" />
        </Skeleton>
      }
    >
      <Template notice={notice} />
    </PageBoundary>
  );
}

function Template({ notice }: { notice: string }) {
  const { t } = useTranslation();
  const [own] = useLanguage();
  const { data } = useSuspenseQuery(MailTemplatePageDocument, {
    variables: { notice, language: own },
    fetchPolicy: 'cache-and-network',
  });
  const { description, variables, texts } = data.mailTemplate;
  const [chosen, setChosen] = useState<string | null>(null);
  // What was typed in one language stays while one looks at another.
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft | null>>>({});
  const text = texts.find(({ language }) => language === (chosen ?? own)) ?? texts[0];
  if (!text) return null;

  return (
    <article className={classes.page}>
      <LeaveGuard when={texts.some((each) => isDirty(drafts[each.language] ?? null, each))} />
      <BackLink to="/mail-texts">{t('nav.mailTexts')}</BackLink>
      <PageHeader title={description} />
      <OneOf
        label={t('mailText.language')}
        options={texts.map(({ language, edited }) => ({
          value: language,
          name: languageName(language),
          mark: t(edited ? 'mailText.edited' : 'mailText.shipped'),
        }))}
        value={text.language}
        onChange={setChosen}
      />
      <TemplateEditor
        key={text.id}
        notice={notice}
        text={text}
        variables={variables}
        draft={drafts[text.language] ?? null}
        onDraft={(draft) => setDrafts((before) => ({ ...before, [text.language]: draft }))}
      />
    </article>
  );
}
