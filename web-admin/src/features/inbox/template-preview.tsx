import { useQuery } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { MailHtml } from './mail-html';
import { MailTemplatePreviewDocument, type MailTemplatePreviewQueryVariables } from './template-preview.generated';
import classes from './template-page.module.css';

const restMs = 400;

/** As it will be read, with examples; follows the typing after a short rest. */
export function TemplatePreview({ input }: MailTemplatePreviewQueryVariables) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [settled] = useDebouncedValue(input, restMs);
  const { data, previousData, error } = useQuery(MailTemplatePreviewDocument, {
    variables: { input: settled },
    fetchPolicy: 'network-only',
  });
  const preview = (data ?? previousData)?.mailPreview;
  const problem = error && problemOf(error);
  return (
    <section aria-labelledby="preview" className={classes.preview}>
      <h2 id="preview">{t('mailText.preview')}</h2>
      {problem && (
        <p className={classes.hint}>
          {problem === 'BAD_USER_INPUT' ? t('mailText.previewLater') : problemText(problem)}
        </p>
      )}
      {preview && (
        <div className={classes.paper}>
          <p className={classes.previewSubject}>{preview.subject}</p>
          <MailHtml html={preview.html} />
        </div>
      )}
    </section>
  );
}
