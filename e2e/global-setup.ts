import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { type StageTemplate, startStage } from '../api/test/stage.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    stageTemplate: StageTemplate;
  }
}

/** Migrated, with its fictional people: the journeys of every file begin with a copy. */
export default async function setup(project: TestProject): Promise<() => void> {
  const stage = await startStage({ durable: false, withWorker: false });
  const template = await stage.leave();
  project.provide('stageTemplate', template);
  return () => {
    for (const made of [template.folder, template.postgresFolder]) rmSync(made, { recursive: true, force: true });
  };
}
