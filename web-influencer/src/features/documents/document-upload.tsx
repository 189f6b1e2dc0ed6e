import { useMutation } from '@apollo/client/react';
import type { DocumentPurpose } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconCamera, IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, type RefObject, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './document-upload.module.css';
import { RemoveDocumentDocument } from './own-documents.generated';
import { typeNames } from './type-names.ts';
import { type OwnDocument, useOwnDocuments } from './use-own-documents.ts';
import { type UploadProblem, useUpload } from './use-upload.ts';

interface DocumentUploadProps {
  purpose: DocumentPurpose;
  /** Which of those that were asked for one by one. */
  requestId?: string;
  /** Which of several forms is asked: what was handed in as another one does not count. */
  form?: string;
  /** What is asked for, such as "Front of the passport". */
  title: string;
  hint?: string;
  /** While it is being reviewed, it stays as it is. */
  readOnly?: boolean;
}

/** Takes one file for one purpose: dropped, chosen, or photographed; shows how far it came, and what became of it. */
export function DocumentUpload({ purpose, requestId, form, title, hint, readOnly = false }: DocumentUploadProps) {
  const { t } = useTranslation();
  const { oneOf } = useFormat();
  const { documents, documentRules: rules, readAgain } = useOwnDocuments();
  const { state, send, cancel } = useUpload({ purpose, requestId, onDone: readAgain });
  const [tooLarge, setTooLarge] = useState(false);
  const heading = useId();

  const ofPurpose = documents.filter(
    (document) =>
      document.purpose === purpose &&
      document.requestId === (requestId ?? null) &&
      (form === undefined || document.form === null || document.form === form) &&
      document.status !== 'REMOVED',
  );
  const ready = ofPurpose.find(({ status }) => status === 'READY');
  const [latest] = ofPurpose;
  const take = (file: File): void => {
    setTooLarge(file.size > rules.maxBytes);
    if (file.size <= rules.maxBytes) send(file);
  };
  const problem: UploadProblem | null = tooLarge ? 'TOO_LARGE' : state.step === 'failed' ? state.problem : null;
  const busy = state.step === 'sending' || latest?.status === 'CHECKING';

  return (
    <section className={classes.upload} aria-labelledby={heading} aria-busy={busy}>
      <h2 id={heading} className={classes.title} dir="auto">
        {title}
      </h2>
      {hint !== undefined && (
        <p className={classes.hint} dir="auto">
          {hint}
        </p>
      )}
      {ready && <Ready document={ready} title={title} removable={!readOnly && !busy} onRemoved={readAgain} />}
      {state.step === 'sending' ? (
        <Sending {...state} onCancel={cancel} />
      ) : latest?.status === 'CHECKING' ? (
        <p className={classes.checking} role="status">
          {t('documents.checking', { name: latest.fileName })}
        </p>
      ) : (
        !readOnly && (
          <Choose title={title} types={rules.types} again={ready !== undefined} onFile={take}>
            {latest?.status === 'UPLOADING' && (
              <p className={classes.hint}>{t('documents.interrupted', { name: latest.fileName })}</p>
            )}
          </Choose>
        )
      )}
      <FormAlert>
        {problem !== null ? (
          <Problem problem={problem} maxBytes={rules.maxBytes} />
        ) : state.step === 'idle' && latest?.status === 'REFUSED' && latest.refusal !== null ? (
          <>
            <strong>{t('documents.refused', { name: latest.fileName })}</strong>{' '}
            {t(`documents.refusal.${latest.refusal}`, {
              pages: rules.maxPages,
              types: oneOf(typeNames(rules.types)),
            })}
          </>
        ) : null}
      </FormAlert>
    </section>
  );
}

function Problem({ problem, maxBytes }: { problem: UploadProblem; maxBytes: number }) {
  const { t } = useTranslation();
  const { fileSize } = useFormat();
  return t(`documents.problem.${problem}`, { size: fileSize(maxBytes) });
}

function Sending(props: { fileName: string; share: number; waiting: boolean; onCancel: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { fileName, share, waiting, onCancel } = props;
  const percent = Math.floor(share * 100);
  return (
    <div className={classes.sending}>
      <p className={classes.name}>{fileName}</p>
      <progress
        className={classes.progress}
        max={100}
        value={percent}
        aria-label={t('documents.sending', { name: fileName })}
      />
      <div className={classes.actions}>
        <span role="status" className={classes.hint}>
          {waiting ? t('documents.waiting') : ''}
        </span>
        <span className={classes.percent}>{format.percent(percent)}</span>
        <Button variant="quiet" onClick={onCancel}>
          {t('documents.cancel')}
        </Button>
      </div>
    </div>
  );
}

function Ready(props: { document: OwnDocument; title: string; removable: boolean; onRemoved: () => void }) {
  const { document, title, removable, onRemoved } = props;
  const { t } = useTranslation();
  const { fileSize } = useFormat();
  const [remove, { loading, error, data }] = useMutation(RemoveDocumentDocument, {
    variables: { id: document.id },
    onCompleted: ({ removeDocument }) => {
      if (removeDocument.__typename === 'Document') onRemoved();
    },
    onError: () => undefined,
  });
  return (
    <div className={classes.ready}>
      <img className={classes.preview} src={document.pageUrls[0]} alt={t('documents.preview', { title })} />
      <div className={classes.facts}>
        <p className={classes.name}>{document.fileName}</p>
        <p className={classes.hint}>
          {t('documents.facts', { size: fileSize(document.byteSize), count: document.pageCount ?? 1 })}
        </p>
        {removable && (
          <Button variant="quiet" className={classes.remove} loading={loading} onClick={() => void remove()}>
            {t('documents.remove')}
          </Button>
        )}
        <FormAlert>
          {error
            ? t('documents.problem.CONFLICT')
            : data?.removeDocument.__typename === 'DocumentRelied' && t('documents.problem.RELIED')}
        </FormAlert>
      </div>
    </div>
  );
}

/** As which cameras send. An iPhone does so where a page asks for nothing else, and keeps HEIC to itself. */
const photo = 'image/jpeg';

function Choose(props: {
  title: string;
  types: readonly string[];
  again: boolean;
  onFile: (file: File) => void;
  children: ReactNode;
}) {
  const { title, types, again, onFile, children } = props;
  const photographed = types.includes(photo);
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const takeFirst = (list: FileList | null): void => {
    const [file] = list ?? [];
    if (file) onFile(file);
  };
  return (
    <div
      className={classes.choose}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        takeFirst(event.dataTransfer.files);
      }}
    >
      {children}
      <div className={classes.actions}>
        <Button leftSection={<IconFileUpload size={18} aria-hidden />} onClick={() => files.current?.click()}>
          {again ? t('documents.replace') : t('documents.choose')}
        </Button>
        {photographed && (
          <Button
            className={classes.camera}
            leftSection={<IconCamera size={18} aria-hidden />}
            onClick={() => camera.current?.click()}
          >
            {t('documents.photograph')}
          </Button>
        )}
        <span className={classes.drop}>{t('documents.drop')}</span>
      </div>
      <Picker ref={files} label={t('documents.fileFor', { title })} accept={types.join(',')} onFiles={takeFirst} />
      {photographed && (
        <Picker
          ref={camera}
          label={t('documents.photoFor', { title })}
          accept={photo}
          capture="environment"
          onFiles={takeFirst}
        />
      )}
    </div>
  );
}

function Picker(props: {
  ref: RefObject<HTMLInputElement | null>;
  label: string;
  accept: string;
  capture?: 'environment';
  onFiles: (files: FileList | null) => void;
}) {
  const { label, onFiles, ...rest } = props;
  return (
    <input
      {...rest}
      className={classes.picker}
      type="file"
      tabIndex={-1}
      aria-label={label}
      onChange={({ currentTarget }) => {
        onFiles(currentTarget.files);
        // The same file may be chosen again.
        currentTarget.value = '';
      }}
    />
  );
}
