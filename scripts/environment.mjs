import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from './folders.mjs';
import { root } from './install.mjs';
import { Problem } from './problem.mjs';
import { applicationUrlOf } from './postgres.mjs';

export const dataFolder = path.resolve(root, process.env.DATA_FOLDER || '.data');

/**
 * `ownerUrl`: of the embedded database, unless DATABASE_URL names another. `appsElsewhere`: where somebody else serves the apps, which
 * need not be built then.
 * What API and worker read (api/src/platform/config.ts): made for this checkout, where the caller's environment says
 * nothing else.
 */
export function productEnvironment({ ownerUrl, port, appsElsewhere }) {
  const belongings = ownerUrl ? dataFolder : outsideFolder();
  const { databasePassword, masterKeys, auditKeys, mediaLinkSecret, callbackSecret } = secretsOf(dataFolder);
  const demo = ['production', 'staging'].includes(process.env.NODE_ENV) ? 'false' : 'true';
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  return {
    PORT: String(port),
    ...(ownerUrl && { DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: applicationUrlOf(ownerUrl, databasePassword) }),
    MASTER_KEYS: masterKeys,
    AUDIT_KEYS: auditKeys,
    MEDIA_LINK_SECRET: mediaLinkSecret,
    CALLBACK_SECRETS: callbackSecret,
    AUDIT_HEADS_FOLDER: path.join(belongings, 'audit-heads'),
    STORAGE_FOLDER: path.join(belongings, 'storage'),
    STAGING_FOLDER: path.join(belongings, 'staging'),
    ...(appsElsewhere
      ? { PUBLIC_URL: appsElsewhere }
      : {
          WEB_INFLUENCER_FOLDER: path.join(root, 'web-influencer/dist'),
          WEB_ADMIN_FOLDER: path.join(root, 'web-admin/dist'),
        }),
    SEED_DEMO: demo,
    SEED_DEMO_PICTURES: demo,
    ...given,
  };
}

const belongingNames = ['audit-heads', 'storage', 'staging'];

/**
 * What belongs to a database that DATABASE_URL names. Among what belongs to the embedded one, each would find the other's audit
 * trail cut off, and take away pictures that both have.
 */
function outsideFolder() {
  const outside = path.join(dataFolder, 'outside');
  if (fs.existsSync(outside)) return outside;
  makeFolder(outside, 'DATA_FOLDER');
  // Where no embedded database ever was, an earlier start has put it there.
  if (!fs.existsSync(path.join(dataFolder, 'postgres')))
    for (const name of belongingNames.filter((each) => fs.existsSync(path.join(dataFolder, each))))
      fs.renameSync(path.join(dataFolder, name), path.join(outside, name));
  return outside;
}

function parsed(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Problem(
      `The secrets in ${file} cannot be read: ${error.message}\n` +
        'Put back a copy of the file: without its keys nobody can read what lies sealed in the database.',
    );
  }
}

/** Made once: links and sessions outlive a restart. */
function secretsOf(folder) {
  const file = path.join(folder, 'secrets.json');
  const known = fs.existsSync(file) ? parsed(file) : {};
  const secrets = {
    databasePassword: randomBytes(24).toString('hex'),
    masterKeys: `1:${randomBytes(32).toString('base64')}`,
    auditKeys: `1:${randomBytes(32).toString('base64')}`,
    mediaLinkSecret: randomBytes(32).toString('hex'),
    callbackSecret: randomBytes(32).toString('hex'),
    ...known,
  };
  // A release may need a secret more than the one that made the file.
  if (Object.keys(secrets).length > Object.keys(known).length) {
    const incoming = `${file}.${process.pid}`;
    fs.writeFileSync(incoming, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    fs.renameSync(incoming, file);
  }
  return secrets;
}
