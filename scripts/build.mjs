// `npm run build`: api/dist and the dist folders of both apps, as npm start and npm test make them.
import { installWhenNeeded, node24 } from './install.mjs';
import { buildWhenNeeded } from './parts.mjs';
import { explainAndExit } from './problem.mjs';

const say = (sentence) => console.log(sentence);

async function build() {
  await installWhenNeeded({ say });
  await buildWhenNeeded({ node: node24(), say });
}

build().catch(explainAndExit);
