import { expect, test } from 'vitest';
import { csvCell } from './csv.ts';

test.for([
  ['=1+1', `"'=1+1"`],
  ['+1', `"'+1"`],
  ['-1', `"'-1"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"'\t=1"`],
  ['\r=1', `"'\r=1"`],
  [' =1', `"' =1"`],
  ['|cmd', `"'|cmd"`],
  ['＝1', `"'＝1"`],
  ['a,b', '"a,b"'],
  ['say "so"', '"say ""so"""'],
  ['two\nlines', '"two\nlines"'],
  ['imaging.request', 'imaging.request'],
  [null, ''],
  [-1, '-1'],
] as const)('%j becomes the cell %s', ([value, cell]) => {
  expect(csvCell(value)).toBe(cell);
});
