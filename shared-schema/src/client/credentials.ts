import { createContext } from 'react';

/** What shows the API who asks, for requests that are no GraphQL, and what is known of whoever asks no more. */
export interface Credentials {
  /** Origin of the API, without a trailing slash. */
  apiUrl: string;
  /** Null when nobody is signed in. */
  token: () => Promise<string | null>;
  /** The account that `token` is of; null when nobody is signed in. */
  owner: () => string | null;
  /** The API does not take this token: the next one will be another. */
  distrust: (token: string) => void;
  /** Nobody is signed in because this person wanted it so, in this tab. */
  signedOutHere: () => boolean;
}

export const CredentialsContext = createContext<Credentials>({
  apiUrl: '',
  token: async () => null,
  owner: () => null,
  distrust: () => undefined,
  signedOutHere: () => false,
});
