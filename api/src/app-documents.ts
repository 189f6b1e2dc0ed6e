import type { Foundation } from './app-foundation.ts';
import { handleCheck } from './documents/document-check.ts';
import { DocumentUploadService } from './documents/document-upload.service.ts';
import { documentsChanged, type DocumentHooks, type DocumentsChanged } from './documents/document.change.ts';
import { checkJob, forgetJob, purgeSupersededJob, unfinishedJob } from './documents/document.job-types.ts';
import { handleForget, handlePurgeSuperseded, handleUnfinished } from './documents/document.jobs.ts';
import type { DocumentGate } from './documents/document.policy.ts';
import { DocumentResolver } from './documents/document.resolver.ts';
import { DocumentService } from './documents/document.service.ts';
import type { Document } from './documents/document.entity.ts';
import { AccountLive } from './platform/account-live.ts';
import type { Config } from './platform/config.ts';
import type { Log } from './platform/log.ts';

/** What the documents room is told besides the foundation, by app.ts. */
interface DocumentParts {
  hooks: DocumentHooks;
  gate: DocumentGate;
  log: Log;
  now: () => Date;
}

export type DocumentServices = ReturnType<typeof documentServices>;

/** Files that people hand in. */
export function documentServices(
  { publicUrl, webOrigins }: Config,
  foundation: Foundation,
  { hooks, gate, log, now }: DocumentParts,
) {
  const documents = new DocumentService({
    ...foundation,
    hooks,
    linkBase: webOrigins.length > 1 ? publicUrl : '',
  });
  return {
    documents,
    documentHooks: hooks,
    documentGate: gate,
    documentUploads: new DocumentUploadService({ ...foundation, hooks, now }),
    documentLive: new AccountLive<DocumentsChanged, Document>({
      events: foundation.events,
      log,
      channels: [documentsChanged],
      read: ({ documentId }) => documents.find(documentId),
    }),
  };
}

export const documentResolverTypes = [DocumentResolver] as const;

export const documentResolvers = ({
  documents,
  documentUploads: uploads,
  documentLive,
  storage,
}: Pick<Foundation, 'storage'> & DocumentServices) =>
  [new DocumentResolver(documents, { uploads, storage }, documentLive)] as const;

export function declareDocumentJobs(services: Foundation & DocumentServices): void {
  const { jobs, documentHooks: hooks } = services;
  jobs.work(checkJob, handleCheck({ ...services, hooks }));
  jobs.work(unfinishedJob, handleUnfinished({ ...services, hooks }));
  jobs.work(forgetJob, handleForget({ ...services, hooks }));
  jobs.work(purgeSupersededJob, handlePurgeSuperseded({ ...services, hooks }));
  jobs.schedule(purgeSupersededJob, '40 * * * *');
}
