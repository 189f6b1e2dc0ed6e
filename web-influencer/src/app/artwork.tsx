import classes from './artwork.module.css';

/** The first thing anybody sees of the product: a picture that develops. Drawn by code; nothing to load. */
export function Artwork({ label }: { label: string }) {
  return (
    <svg
      className={classes.artwork}
      viewBox="0 0 900 1000"
      preserveAspectRatio="xMidYMid slice"
      role="img"
      aria-label={label}
    >
      <defs>
        <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#2b1a3c" />
          <stop offset="0.42" stopColor="#b23a48" />
          <stop offset="0.72" stopColor="#ff7a3c" />
          <stop offset="1" stopColor="#ffd3a1" />
        </linearGradient>
        <radialGradient id="sun">
          <stop offset="0" stopColor="#fff4dc" />
          <stop offset="0.7" stopColor="#ffd08a" />
          <stop offset="1" stopColor="#ffb45e" />
        </radialGradient>
        <linearGradient id="far" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#8c2f45" />
          <stop offset="1" stopColor="#d6593c" />
        </linearGradient>
        <linearGradient id="middle" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="#5a1f3d" />
          <stop offset="1" stopColor="#932f3d" />
        </linearGradient>
        <linearGradient id="near" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#2a1230" />
          <stop offset="1" stopColor="#150a18" />
        </linearGradient>
        <filter id="grain" x="0" y="0" width="100%" height="100%">
          <feTurbulence type="fractalNoise" baseFrequency="0.8" numOctaves="2" seed="7" />
          <feColorMatrix values="0 0 0 0 1  0 0 0 0 0.9  0 0 0 0 0.8  0 0 0 0.5 -0.1" />
        </filter>
      </defs>
      <g className={classes.developing}>
        <rect width="900" height="1000" fill="url(#sky)" />
        <circle className={classes.sun} cx="560" cy="560" r="150" fill="url(#sun)" />
        <path d="M0 690c130-90 260-110 400-40s300 40 500-60v410H0z" fill="url(#far)" />
        <path d="M0 790c160-30 240-120 420-70s290 110 480 20v260H0z" fill="url(#middle)" />
        <path d="M0 900c180-90 330-70 480-20s260 40 420-30v150H0z" fill="url(#near)" />
      </g>
      <rect className={classes.grain} width="900" height="1000" filter="url(#grain)" />
    </svg>
  );
}
