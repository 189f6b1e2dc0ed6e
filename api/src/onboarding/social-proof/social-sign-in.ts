import { createHash } from 'node:crypto';
import { checkSocialProfile } from '@influencegen/shared-schema/contract/social-handle';
import { z } from 'zod';
import type { SocialSignInConfig, SocialSignInPlatform } from '../../platform/config.ts';

/** What the platform sends back, and what it needs to be traded in. */
export interface SocialGrant {
  code: string;
  /** RFC 7636. */
  verifier: string;
  redirectUri: string;
}

/** A profile of whoever signed in. */
export interface OwnedProfile {
  /** In every form in which it can be named. */
  keys: string[];
  /** The one that stays, where names can change. */
  channel: string | null;
}

/** One platform's own sign-in (OAuth 2.0 with PKCE), asked for nothing but whose profile it is. */
export interface SocialSignInProvider {
  authorizeUrl(state: string, verifier: string, redirectUri: string): string;
  /** What belongs to whoever signed in. Throws when the platform does not answer as it should. */
  profilesOf(grant: SocialGrant, signal: AbortSignal): Promise<OwnedProfile[]>;
}

interface Endpoints {
  authorize: string;
  token: string;
  whoAmI: string;
}

interface Platform {
  endpoints: Endpoints;
  scope: string;
  /** The answer to who it is: of each profile its names, as handles or links. */
  namesIn: (answer: unknown) => string[][];
}

const youtubeAnswer = z.object({
  items: z
    .array(z.object({ id: z.string(), snippet: z.object({ customUrl: z.string().optional() }) }))
    .max(50)
    .default([]),
});
const twitchAnswer = z.object({ data: z.array(z.object({ login: z.string() })).max(50) });

const platforms: Readonly<Record<SocialSignInPlatform, Platform>> = {
  // https://developers.google.com/youtube/v3/docs/channels/list
  YOUTUBE: {
    endpoints: {
      authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
      token: 'https://oauth2.googleapis.com/token',
      whoAmI: 'https://www.googleapis.com/youtube/v3/channels?part=snippet&mine=true',
    },
    scope: 'https://www.googleapis.com/auth/youtube.readonly',
    namesIn: (answer) =>
      youtubeAnswer
        .parse(answer)
        .items.map(({ id, snippet }) => [
          `https://www.youtube.com/channel/${id}`,
          ...(snippet.customUrl ? [snippet.customUrl] : []),
        ]),
  },
  // https://dev.twitch.tv/docs/api/reference/#get-users
  TWITCH: {
    endpoints: {
      authorize: 'https://id.twitch.tv/oauth2/authorize',
      token: 'https://id.twitch.tv/oauth2/token',
      whoAmI: 'https://api.twitch.tv/helix/users',
    },
    scope: '',
    namesIn: (answer) => twitchAnswer.parse(answer).data.map(({ login }) => [login]),
  },
};

const tokenAnswer = z.object({ access_token: z.string().min(1).max(10_000) });
const milliseconds = 10_000;

export function openSocialSignIn(platform: SocialSignInPlatform, config: SocialSignInConfig): SocialSignInProvider {
  const { clientId, clientSecret } = config;
  const { scope, namesIn, endpoints } = platforms[platform];
  const { authorize, token, whoAmI } = config.endpoints ?? endpoints;
  return {
    authorizeUrl(state, verifier, redirectUri) {
      const url = new URL(authorize);
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope,
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      }).toString();
      return url.href;
    },
    async profilesOf({ code, verifier, redirectUri }, signal) {
      const within = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]);
      const traded = await fetch(token, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code,
          code_verifier: verifier,
          redirect_uri: redirectUri,
          client_id: clientId,
          client_secret: clientSecret,
        }),
        redirect: 'error',
        signal: within,
      });
      if (!traded.ok) throw new Error(`the platform answered ${traded.status} to the grant`);
      const { access_token: accessToken } = tokenAnswer.parse(await traded.json());
      const told = await fetch(whoAmI, {
        headers: { accept: 'application/json', authorization: `Bearer ${accessToken}`, 'client-id': clientId },
        redirect: 'error',
        signal: within,
      });
      if (!told.ok) throw new Error(`the platform answered ${told.status} to who it is`);
      return namesIn(await told.json()).map((names) => {
        const keys = names.flatMap((name) => {
          const checked = checkSocialProfile(platform, name);
          return 'value' in checked ? [checked.value.key] : [];
        });
        return { keys, channel: keys.find((key) => key.startsWith('channel/')) ?? null };
      });
    },
  };
}
