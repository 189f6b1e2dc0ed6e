import { createContext } from 'react';

/** For requests that are no GraphQL: what shows the API who asks. */
export interface Credentials {
  /** Origin of the API, without a trailing slash. */
  apiUrl: string;
  /** Null when nobody is signed in. */
  token: () => Promise<string | null>;
  /** The API does not take this token: the next one will be another. */
  distrust: (token: string) => void;
}

export const CredentialsContext = createContext<Credentials>({
  apiUrl: '',
  token: async () => null,
  distrust: () => undefined,
});
