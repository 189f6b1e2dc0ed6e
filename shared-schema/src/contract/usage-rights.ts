/** Rights count from the day on which the campaign ends, in whole months: until this day. Days as `2027-01-31`. */
export function rightsEnd(endsOn: string, months: number): string {
  const [year = 0, month = 1, day = 1] = endsOn.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastOfMonth))).toISOString().slice(0, 10);
}
