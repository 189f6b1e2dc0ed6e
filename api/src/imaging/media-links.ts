import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Config } from '../platform/config.ts';
import type { Settings } from '../platform/setting.ts';
import { linkSeconds } from './image.settings.ts';

export const mediaVariants = ['thumbnail', 'display', 'original'] as const;
export type MediaVariant = (typeof mediaVariants)[number];

interface LinkTarget {
  imageId: string;
  variant: MediaVariant;
  viewerId: string;
  /** Unix seconds. */
  expires: number;
}

export interface OpenLink {
  viewerId: string;
  secondsLeft: number;
}

/** Makes and checks the links under which pictures are served. A link names its viewer and works for nobody else. */
export class MediaLinks {
  readonly #key: KeyObject;
  readonly #base: string;
  readonly #settings: Settings;
  readonly #now: () => number;

  constructor(deps: {
    config: Pick<Config, 'mediaLinkSecret' | 'publicUrl' | 'webOrigins'>;
    settings: Settings;
    now?: () => number;
  }) {
    const { mediaLinkSecret, publicUrl, webOrigins } = deps.config;
    this.#key = createSecretKey(mediaLinkSecret, 'utf8');
    // Apps served by the API itself are reached under any of its names, and its cookie belongs to that name: their links
    // stay relative. Apps hosted elsewhere need the whole address.
    this.#base = webOrigins.length > 1 ? publicUrl : '';
    this.#settings = deps.settings;
    this.#now = deps.now ?? Date.now;
  }

  /** The same link for a quarter of its life, so that browsers find re-read pictures in their cache. */
  url(image: { id: string }, variant: MediaVariant, viewerId: string): string {
    const life = this.#settings.read(linkSeconds);
    const window = Math.ceil(life / 4);
    const expires = Math.ceil((this.#now() / 1000 + life) / window) * window;
    const signature = this.#sign({ imageId: image.id, variant, viewerId, expires }).toString('base64url');
    return `${this.#base}/media/${image.id}/${variant}?viewer=${viewerId}&expires=${expires}&signature=${signature}`;
  }

  /** Null when the link was not made here, was changed, or has expired. */
  open(imageId: string, variant: MediaVariant, query: URLSearchParams): OpenLink | null {
    const [viewerId, expires, signature] = ['viewer', 'expires', 'signature'].map((name) => query.get(name));
    if (!viewerId || !expires || !signature || !/^\d{1,12}$/.test(expires)) return null;
    const target = { imageId, variant, viewerId, expires: Number(expires) };
    const expected = this.#sign(target);
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    const secondsLeft = Math.floor(target.expires - this.#now() / 1000);
    return secondsLeft > 0 ? { viewerId, secondsLeft } : null;
  }

  #sign({ imageId, variant, viewerId, expires }: LinkTarget): Buffer {
    return createHmac('sha256', this.#key).update(`${imageId}/${variant}?${viewerId}&${expires}`).digest();
  }
}
