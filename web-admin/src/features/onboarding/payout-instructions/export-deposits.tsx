import { useMutation } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../../ui/use-problem-text';
import { ExportDepositsDocument } from './deposits.generated';
import classes from './deposits.module.css';

/** Everything that waits, as a file that is made here and kept nowhere else. */
export function ExportDeposits() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [exportAll, { loading, error }] = useMutation(ExportDepositsDocument, { fetchPolicy: 'no-cache' });
  const [said, setSaid] = useState('');

  const run = async (): Promise<void> => {
    setSaid('');
    try {
      const { fileName, content, count, more } = (await exportAll()).data!.exportDeposits;
      if (count > 0) save(fileName, content);
      setSaid(
        count === 0
          ? t('deposits.nothingToExport')
          : t(more ? 'deposits.exportedSome' : 'deposits.exported', { count }),
      );
    } catch {
      // Told by `error`.
    }
  };
  return (
    <div className={classes.export}>
      <p role="status">{said}</p>
      <span role="alert" className={classes.problem}>
        {error && problemText(problemOf(error))}
      </span>
      <Button loading={loading} leftSection={<IconDownload size={14} aria-hidden />} onClick={() => void run()}>
        {t('deposits.export')}
      </Button>
    </div>
  );
}

function save(fileName: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/csv' }));
  Object.assign(document.createElement('a'), { href: url, download: fileName }).click();
  URL.revokeObjectURL(url);
}
