import { beyondOwn } from '../../platform/reach.ts';
import { personOf, type PersonRow } from '../../accounts/person.ts';
import { rows, together, type Transaction } from '../../platform/db.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { sharedMarks } from '../applicant-mark.ts';
import { sameName } from '../same-name.ts';
import type { EvidenceFact } from '../section-evidence.ts';
import { HintKind, type ReviewHint } from './hint.ts';

/** A device that many share says nothing, such as that of an agency or of a library. */
const mostOnDevice = 10;

/** Others who sign in with the same browser from the same address. */
const sharedDevices = (tx: Transaction, accountId: string): Promise<{ accountId: string }[]> =>
  rows(
    tx,
    `with own as (
       select distinct ip_index, user_agent_index from session
       where account_id = $1 and ip_index is not null and user_agent_index is not null and impersonator_id is null),
     others as (
       select distinct s.account_id from session s join own using (ip_index, user_agent_index)
       where s.account_id <> $1 and s.impersonator_id is null
         and exists (select from onboarding_application a where a.account_id = s.account_id)
       limit ${mostOnDevice + 1})
     select account_id as "accountId" from others where (select count(*) from others) <= ${mostOnDevice}
     order by account_id`,
    [accountId],
  );

/** Others who handed in the very same file, also where it was removed since. */
const sharedFiles = (tx: Transaction, accountId: string): Promise<{ accountId: string }[]> =>
  rows(
    tx,
    `select distinct other.account_id as "accountId" from document own join document other using (content_index)
     where own.account_id = $1 and other.account_id <> $1 order by 1 limit 20`,
    [accountId],
  );

export interface SharedKind {
  kind: HintKind;
  /** Of the other one. */
  accountId: string;
  /** Anybody can name a profile: that does nothing to whoever has shown that theirs are theirs. */
  proven: boolean;
}

/** Kinds of what this creator shares with others. */
export async function sharedKinds(tx: Transaction, accountId: string): Promise<SharedKind[]> {
  const [marks, files, devices, [profiles]] = await beyondOwn(tx, () =>
    together(
      sharedMarks(tx, accountId),
      sharedFiles(tx, accountId),
      sharedDevices(tx, accountId),
      rows<{ unproven: boolean }>(
        tx,
        `select exists (select from social_profile
         where account_id = $1 and removed_at is null and status <> 'VERIFIED') as unproven`,
        [accountId],
      ),
    ),
  );
  const found = [
    ...marks.map((mark) => ({ kind: HintKind[mark.kind], accountId: mark.accountId })),
    ...files.map((file) => ({ kind: HintKind.FILE, accountId: file.accountId })),
    ...devices.map((device) => ({ kind: HintKind.DEVICE, accountId: device.accountId })),
  ];
  const byKey = new Map(found.map((hint) => [hintId(hint.kind, hint.accountId), hint]));
  return [...byKey.values()].map((hint) => ({
    ...hint,
    proven: hint.kind === HintKind.SOCIAL_PROFILE && !profiles!.unproven,
  }));
}

/** The same for the same thing, whenever it is found. */
export const hintId = (kind: HintKind, what: string): string => `${kind}.${what}`;

/** What a provider read on a document, and is not what was typed. */
export const otherReadings = (stated: readonly EvidenceFact[]): string[] =>
  stated.filter(({ isUnlike }) => isUnlike).map(({ field }) => field);

/** Places where another name stands than the one they typed. */
export const otherNames = (typed: string, stated: readonly EvidenceFact[]): string[] =>
  stated
    .filter(({ isName, values }) => isName && values.some((value) => !sameName(typed, value)))
    .map(({ field }) => field);

export interface HintsOf {
  accountId: string;
  /** In the application. */
  typedName: string;
  stated: readonly EvidenceFact[];
  risky: readonly HintKind[];
}

export async function hintsOf(tx: Transaction, keyring: Keyring, wanted: HintsOf): Promise<ReviewHint[]> {
  const shared = await sharedKinds(tx, wanted.accountId);
  const others = await rows<PersonRow & { caseId: string | null }>(
    tx,
    `select id, name_sealed as "nameSealed",
       (select c.id from review_case c where c.account_id = account.id order by number desc limit 1) as "caseId"
     from account where id = any($1)`,
    [[...new Set(shared.map(({ accountId }) => accountId))]],
  );
  const byId = new Map(others.map((other) => [other.id, other]));
  const risky = (kind: HintKind): boolean => wanted.risky.includes(kind);
  return [
    ...shared.flatMap(({ kind, accountId, proven }) => {
      const other = byId.get(accountId);
      if (!other) return [];
      const person = personOf(keyring, other);
      return [
        {
          id: hintId(kind, accountId),
          kind,
          other: person,
          otherCaseId: other.caseId,
          place: null,
          risky: risky(kind) && !proven,
        },
      ];
    }),
    ...otherNames(wanted.typedName, wanted.stated).map((place) => ({
      id: hintId(HintKind.NAME, place),
      kind: HintKind.NAME,
      other: null,
      otherCaseId: null,
      place,
      // How somebody calls themselves here is for themselves to say.
      risky: risky(HintKind.NAME) && place !== 'account',
    })),
    ...otherReadings(wanted.stated).map((place) => ({
      id: hintId(HintKind.DOCUMENT_READ, place),
      kind: HintKind.DOCUMENT_READ,
      other: null,
      otherCaseId: null,
      place,
      risky: risky(HintKind.DOCUMENT_READ),
    })),
  ];
}
