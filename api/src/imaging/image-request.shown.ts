import type { Person } from '../accounts/account.entity.ts';
import { personOf, type PersonRow } from '../accounts/person.ts';
import type { Actor } from '../platform/actor.ts';
import type { Keyring } from '../platform/keyring.ts';
import { may } from '../platform/permission.ts';
import type { ImageRequest } from './image-request.entity.ts';
import { expectedSeconds, type PaceByEngine, takesLongerThanUsual } from './image-request.pace.ts';
import { monitorImaging, movesOpenTo } from './image-request.policy.ts';
import type { NestedImageRow, RequestRow, Wanted } from './image-request.rows.ts';
import type { Image } from './image.entity.ts';
import type { MediaLinks } from './media-links.ts';

/** For whom, when, and by which facts a row is shown. */
export interface Showing {
  actor: Actor;
  keyring: Keyring;
  /** Whose names were opened for this answer: a list is often of one person. */
  people: Map<string, Person>;
  links: MediaLinks;
  paces: PaceByEngine;
  now: Date;
}

/** Adds to a row what depends on the viewer or the moment. */
export type Show<Row> = (row: Row, showing: Showing) => void;

type ShownRequest = Omit<RequestRow, 'person' | 'history'> &
  Partial<Pick<ImageRequest, 'viewerMoves' | 'expectedSeconds' | 'takingLongerThanUsual'>> & {
    person?: PersonRow | Person;
    history?: { actor: PersonRow | Person | null; note: string | null }[];
  };
type ShownImage = NestedImageRow & Partial<Pick<Image, 'thumbnailUrl' | 'displayUrl' | 'downloadUrl'>>;

function personIn(row: PersonRow | Person, { keyring, people }: Showing): Person {
  if (!('nameSealed' in row)) return row;
  const person = people.get(row.id) ?? personOf(keyring, row);
  people.set(row.id, person);
  return person;
}

const ownOnly = <P extends PersonRow | Person>(person: P | null, { actor }: Showing): P | null =>
  person?.id === actor.accountId ? person : null;

const requestFields: Record<string, Show<ShownRequest>> = {
  viewerMoves: (row, { actor }) => {
    row.viewerMoves = movesOpenTo(actor, row);
  },
  expectedSeconds: (row, { paces, now }) => {
    row.expectedSeconds = expectedSeconds(row, paces, now);
  },
  takingLongerThanUsual: (row, { paces, now }) => {
    row.takingLongerThanUsual = takesLongerThanUsual(row, paces, now);
  },
  person: (row, showing) => {
    if (row.person) row.person = personIn(row.person, showing);
  },
  history: (row, showing) => {
    const seesStaff = may(showing.actor, monitorImaging);
    row.history = row.history?.map((event) => {
      // Creators deal with the agency, not with one person of it, and notes are among its staff.
      const told = seesStaff ? event : { ...event, note: null, actor: ownOnly(event.actor, showing) };
      return { ...told, actor: told.actor && personIn(told.actor, showing) };
    });
  },
};

const viewerOf = ({ actor }: Showing): string => actor.accountId ?? '';

const imageFields: Record<string, Show<ShownImage>> = {
  thumbnailUrl: (row, showing) => {
    row.thumbnailUrl = row.derivedAt && showing.links.url(row, 'thumbnail', viewerOf(showing));
  },
  displayUrl: (row, showing) => {
    row.displayUrl = row.derivedAt && showing.links.url(row, 'display', viewerOf(showing));
  },
  downloadUrl: (row, showing) => {
    row.downloadUrl = showing.links.url(row, 'original', viewerOf(showing));
  },
};

const paced = /(^|\.)(expectedSeconds|takingLongerThanUsual)$/;
export const needsPace = (wanted: Wanted): boolean => [...wanted].some((field) => paced.test(field));

/**
 * Made once for an operation. Plain properties and no field resolvers: calling those for a list of twenty costs as much as
 * everything else together. `path`: where the row stands in the operation, with a dot at the end.
 */
export function showerOfRequests(wanted: Wanted, path: string): Show<RequestRow> {
  const steps = stepsFor(wanted, path, requestFields);
  if (wanted.has(`${path}images`)) {
    const showImage = showerOfImages(wanted, `${path}images.`);
    steps.push(({ images = [] }, showing) => {
      for (const image of images) showImage(image, showing);
    });
  }
  return inTurn(steps);
}

export function showerOfImages(wanted: Wanted, path: string): Show<NestedImageRow> {
  const steps = stepsFor(wanted, path, imageFields);
  if (wanted.has(`${path}request`)) {
    const showRequest = showerOfRequests(wanted, `${path}request.`);
    steps.push(({ request }, showing) => request && showRequest(request, showing));
  }
  return inTurn(steps);
}

const stepsFor = <Row>(wanted: Wanted, path: string, fields: Record<string, Show<Row>>): Show<Row>[] =>
  Object.entries(fields).flatMap(([field, show]) => (wanted.has(path + field) ? [show] : []));

const inTurn =
  <Row>(steps: Show<Row>[]): Show<Row> =>
  (row, showing) => {
    for (const step of steps) step(row, showing);
  };
