import classes from './brand.module.css';

const productName = 'InfluenceGen';

export function Brand() {
  return (
    <span className={classes.brand}>
      <svg className={classes.mark} viewBox="0 0 32 32" width="26" height="26" aria-hidden>
        <rect width="32" height="32" className={classes.tile} />
        <circle cx="16" cy="14" r="7" className={classes.sun} />
        <path d="M0 24c5-5 11-5 16-1s11 4 16-1v10H0z" className={classes.hill} />
      </svg>
      {productName}
    </span>
  );
}
