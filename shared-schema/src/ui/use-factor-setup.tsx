import { useState, type ReactNode } from 'react';
import type { Problem } from '../client/errors.ts';
import { useAction } from '../client/use-action.ts';
import { useFocusHandedOn } from './focus-back.tsx';
import { PasskeySetup } from './passkey-setup.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { TotpSetup } from './totp-setup.tsx';

/** What a new factor brings with it: the first one recovery codes, later ones nothing. */
type NewCodes = readonly string[] | null;

export interface FactorApi {
  beginTotp: () => Promise<{ secret: string; address: string }>;
  confirmTotp: (code: string) => Promise<NewCodes>;
  passkeyRegistrationOptions: () => Promise<string>;
  registerPasskey: (answer: string, name: string) => Promise<NewCodes>;
}

type Stage =
  | { at: 'choice' | 'passkey' }
  | { at: 'totp'; secret: string; address: string }
  | { at: 'codes'; codes: readonly string[] };

interface FactorSetup {
  stage: Stage['at'];
  /** What the person has to do now; null while nothing was chosen. */
  element: ReactNode;
  busy: boolean;
  problem: Problem | null;
  startTotp: () => void;
  startPasskey: () => void;
  showCodes: (codes: readonly string[]) => void;
}

/** The way from a choice to a factor that works, and to recovery codes that are kept. */
export function useFactorSetup(api: FactorApi, onDone: () => void): FactorSetup {
  const [stage, setStage] = useState<Stage>({ at: 'choice' });
  const { busy, problem, run } = useAction();
  const leaveFocus = useFocusHandedOn();

  const cancel = (): void => {
    leaveFocus();
    setStage({ at: 'choice' });
  };
  const done = (): void => {
    cancel();
    onDone();
  };
  const added = (codes: NewCodes): void => (codes ? setStage({ at: 'codes', codes }) : done());

  return {
    stage: stage.at,
    busy,
    problem,
    startTotp: () => run(async () => setStage({ at: 'totp', ...(await api.beginTotp()) })),
    startPasskey: () => setStage({ at: 'passkey' }),
    showCodes: (codes) => setStage({ at: 'codes', codes }),
    element:
      stage.at === 'totp' ? (
        <TotpSetup enrolment={stage} confirm={async (code) => added(await api.confirmTotp(code))} onCancel={cancel} />
      ) : stage.at === 'passkey' ? (
        <PasskeySetup
          options={api.passkeyRegistrationOptions}
          register={async (answer, name) => added(await api.registerPasskey(answer, name))}
          onCancel={cancel}
        />
      ) : stage.at === 'codes' ? (
        <RecoveryCodes codes={stage.codes} onKept={done} />
      ) : null,
  };
}
