import { useId } from 'react';
import classes from './campaign-artwork.module.css';

interface Light {
  /** From the top of the sky down. */
  sky: readonly [string, string, string];
  sun: string;
  /** From far to near. */
  hills: readonly [string, string, string];
}

const lights: readonly Light[] = [
  { sky: ['#2b1a3c', '#b23a48', '#ffb070'], sun: '#ffe3b8', hills: ['#b54a44', '#6d2740', '#24102b'] },
  { sky: ['#f2b79a', '#fbd9b8', '#fff1dc'], sun: '#ff7a3c', hills: ['#e08a63', '#b3563f', '#5c2631'] },
  { sky: ['#12263f', '#2f6b7d', '#f4c98b'], sun: '#fff0cf', hills: ['#2f6b6f', '#1c4450', '#0d2230'] },
  { sky: ['#7fb7c9', '#cfe3dc', '#fbf0d9'], sun: '#ffffff', hills: ['#9fb889', '#5f8a68', '#28503f'] },
  { sky: ['#171430', '#43307a', '#d978a0'], sun: '#ffd9e4', hills: ['#7a4487', '#3f2a66', '#15112e'] },
  { sky: ['#f6c453', '#f9dd94', '#fff6dd'], sun: '#ff5b22', hills: ['#d99a3d', '#a35f2c', '#4f2a1c'] },
  { sky: ['#0f2f2e', '#1f6b5c', '#c9e3a5'], sun: '#f6ffd9', hills: ['#3d8a6a', '#1e5a4b', '#0b2a26'] },
  { sky: ['#f7a8a0', '#fbd0bd', '#fff3e8'], sun: '#d8344f', hills: ['#c96a7a', '#8c3f5f', '#43203c'] },
  { sky: ['#2a4d8f', '#7fa8d6', '#f5d9b8'], sun: '#fff6e0', hills: ['#7c88b8', '#4b5a92', '#20284f'] },
];

/** The same numbers from 0 to 1 for the same text. */
function numbersOf(text: string): () => number {
  let state = 0;
  for (const letter of text) state = (Math.imul(state, 31) + letter.codePointAt(0)!) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const width = 900;
const height = 450;
const steps = 3;

/** A line of hills around a height, closed at the bottom. */
function hill(next: () => number, around: number, rise: number): string {
  const y = Array.from({ length: steps + 1 }, () => around + (next() - 0.5) * rise);
  const step = width / steps;
  const curves = y
    .slice(1)
    .map((to, i) => `C${(i + 0.5) * step} ${y[i]} ${(i + 0.5) * step} ${to} ${(i + 1) * step} ${to}`);
  return `M0 ${y[0]}${curves.join('')}V${height}H0z`;
}

/** A landscape in the light of its own, so that campaigns are told apart at a glance. Drawn by code; nothing to load. */
export function CampaignArtwork({ id }: { id: string }) {
  const gradient = useId();
  const next = numbersOf(id);
  const { sky, sun, hills } = lights[Math.floor(next() * lights.length)]!;
  const [far, middle, near] = hills;
  return (
    <svg
      className={classes.artwork}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden
    >
      <defs>
        <linearGradient id={gradient} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor={sky[0]} />
          <stop offset="0.55" stopColor={sky[1]} />
          <stop offset="1" stopColor={sky[2]} />
        </linearGradient>
      </defs>
      <rect width={width} height={height} fill={`url(#${gradient})`} />
      <circle cx={180 + next() * 540} cy={140 + next() * 110} r={46 + next() * 40} fill={sun} />
      <path d={hill(next, 270, 150)} fill={far} />
      <path d={hill(next, 335, 110)} fill={middle} />
      <path d={hill(next, 400, 80)} fill={near} />
    </svg>
  );
}
