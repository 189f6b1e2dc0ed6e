const shape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Asked before an id from outside reaches a statement: Postgres fails on anything else. What is no id names nothing. */
export const isUuid = (text: string): boolean => shape.test(text);
