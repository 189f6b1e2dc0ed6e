/** The ids in a job's payload, by name. A payload of another shape is shown as it is. */
export function payloadIds(payload: string): [name: string, id: string][] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(payload);
  } catch {
    return [['', payload]];
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return [['', payload]];
  return Object.entries(parsed).map(([name, id]) => [name, typeof id === 'string' ? id : JSON.stringify(id)]);
}
