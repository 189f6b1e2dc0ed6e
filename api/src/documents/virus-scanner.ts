import type { VirusScannerConfig } from '../platform/config.ts';

/** Looks for viruses in what people hand in. */
export interface VirusScanner {
  /** False: something was found. Throws when it cannot tell: nothing is taken unseen then. */
  isClean(bytes: Buffer, signal: AbortSignal): Promise<boolean>;
  /** Throws when it does not answer. */
  check(): Promise<void>;
}

/** Null: none is configured. */
export async function openVirusScanner(config: VirusScannerConfig): Promise<VirusScanner | null> {
  if (config.driver === 'none') return null;
  const { ClamdScanner } = await import('./virus-scanner.clamd.ts');
  return new ClamdScanner(config.address);
}
