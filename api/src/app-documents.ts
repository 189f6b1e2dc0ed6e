import type { Foundation } from './app-foundation.ts';
import { DocumentUploadService } from './documents/document-upload.service.ts';
import type { DocumentHooks } from './documents/document.change.ts';
import { forgetJob, unfinishedJob } from './documents/document.job-types.ts';
import { handleForget, handleUnfinished } from './documents/document.jobs.ts';

/** What the documents room is told besides the foundation. */
interface DocumentParts {
  hooks: DocumentHooks;
  now: () => Date;
}

export type DocumentServices = ReturnType<typeof documentServices>;

export function documentServices(foundation: Foundation, { hooks, now }: DocumentParts) {
  return {
    documentHooks: hooks,
    documentUploads: new DocumentUploadService({ ...foundation, hooks, now }),
  };
}

export function declareDocumentJobs(services: Foundation & DocumentServices): void {
  const { jobs, documentHooks: hooks } = services;
  jobs.work(unfinishedJob, handleUnfinished({ ...services, hooks }));
  jobs.work(forgetJob, handleForget({ ...services, hooks }));
}
