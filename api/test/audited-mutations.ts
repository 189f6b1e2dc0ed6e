import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import type { TestProject } from 'vitest/node';

/** Mutations of which something is committed without an event, each with the reason. */
export const withoutEvent: Record<string, string> = {
  beginTotp: 'the app opens nothing until it is confirmed, which is recorded',
  deleteReviewView: 'a filter that reviewers keep for themselves',
  markAllNotificationsRead: 'what somebody has read in their own inbox',
  markNotificationRead: 'what somebody has read in their own inbox',
  putFirstStepsAway: 'a hint that somebody has dismissed for themselves',
  refreshSession: 'every few minutes of every session; its beginning, its end and reused tokens are recorded',
  register: 'put aside before anybody looks whether the address is known; the worker records what it does',
  removeDocument: 'recorded when it was whole; what never was whole was never there',
  requestConfirmation: 'put aside before anybody looks whether the address is known; the worker records what it does',
  requestEmailChange: 'put aside before anybody looks whether the address is known; the worker records what it does',
  requestPasswordReset: 'put aside before anybody looks whether the address is known; the worker records what it does',
  saveReviewView: 'a filter that reviewers keep for themselves',
  saveSectionVerdict: 'a draft that nobody acts on; the decision is recorded with what was returned and why',
  seeFirstStep: 'a hint that somebody has dismissed for themselves',
  uploadDocument: 'recorded once it is whole; what never was whole was never there',
};

const contract = join(import.meta.dirname, '../../shared-schema/schema.graphql');

/**
 * After a run of all tests: every mutation was carried out at least once with an audit event in the same transaction, or has a
 * reason to leave none. `folder` holds a file for each that did.
 */
export async function demandEveryMutation(project: TestProject, folder: string): Promise<void> {
  const { vitest, name } = project;
  // The tests against a real n8n are set up in the same way and are few.
  if (name !== 'api') return;
  const ran = vitest.state.getFiles().filter(({ projectName }) => projectName === name);
  const { testFiles } = await project.globTestFiles();
  const whole = ran.length >= testFiles.length && vitest.config.testNamePattern === undefined;
  if (!whole || ran.some(({ result }) => result?.state !== 'pass')) return;
  const mutations = Object.keys(
    buildSchema(await readFile(contract, 'utf8'))
      .getMutationType()!
      .getFields(),
  );
  const missing = unproven(mutations, await readdir(folder));
  if (missing.length > 0) throw new Error(missing.join('\n'));
}

export const unproven = (mutations: readonly string[], audited: readonly string[]): string[] => [
  ...mutations
    .filter((name) => !audited.includes(name) && !(name in withoutEvent))
    .map(
      (name) => `no test has carried out ${name} with an audit event: let one do it, or say here why it leaves none`,
    ),
  ...Object.keys(withoutEvent)
    .filter((name) => !mutations.includes(name))
    .map((name) => `${name} is no mutation any more`),
];
