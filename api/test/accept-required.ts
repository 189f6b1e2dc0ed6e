import { textIn, versionsInForce } from '../src/terms/terms.rows.ts';

/** SQL: these accounts accept all that is required, in the versions in force. */
export const acceptRequired = `
  insert into consent (account_id, version_id, turn, given, language, text_sha256)
  select a.id, v.id, 1, true, t.language, t.sha256
  from account a cross join ${versionsInForce} v ${textIn('v', 'a.language')} where a.id = any($1) and v.required`;
