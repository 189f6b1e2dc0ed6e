// `npm start` and `npm run dev`. This file must parse on any Node that knows modules: what needs more is imported below.
const oldest = 20;

if (Number(process.versions.node.split('.')[0]) < oldest) {
  console.error(
    `InfluenceGen needs Node ${oldest} or newer to start; this is Node ${process.versions.node}. See https://nodejs.org`,
  );
  process.exit(1);
}
void import('./product.mjs').then(({ startProduct }) => startProduct({ dev: process.argv.includes('--dev') }));
