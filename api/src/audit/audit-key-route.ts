import type { AuditKeys } from '../platform/audit-keys.ts';
import { type Route, sendJson } from '../platform/http.ts';

/** Whoever was given a proof checks it with these. */
export const auditKeyRoute = (keys: AuditKeys): Route => ({
  name: 'audit-key',
  methods: ['GET', 'HEAD'],
  path: /^\/\.well-known\/audit-key\.json$/,
  async handle(_req, res) {
    res.setHeader('cache-control', 'public, max-age=300');
    sendJson(res, 200, keys.publicKeys());
  },
});
