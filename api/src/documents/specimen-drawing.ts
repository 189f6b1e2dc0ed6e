export type Colour = readonly [red: number, green: number, blue: number];

const columnsOfLetter = 5;
const rowsOfLetter = 7;

/** Five columns each, the lowest bit on top: letters that need no font of the machine. */
const letters: Readonly<Record<string, string>> = {
  '0': '3e5149453e',
  '1': '00427f4000',
  '2': '4261514946',
  '3': '2141454b31',
  '4': '1814127f10',
  '5': '2745454539',
  '6': '3c4a494930',
  '7': '0171090503',
  '8': '3649494936',
  '9': '064949291e',
  A: '7e1111117e',
  B: '7f49494936',
  C: '3e41414122',
  D: '7f4141221c',
  E: '7f49494941',
  F: '7f09090901',
  G: '3e4149497a',
  H: '7f0808087f',
  I: '00417f4100',
  J: '2040413f01',
  K: '7f08142241',
  L: '7f40404040',
  M: '7f020c027f',
  N: '7f0408107f',
  O: '3e4141413e',
  P: '7f09090906',
  Q: '3e4151215e',
  R: '7f09192946',
  S: '4649494931',
  T: '01017f0101',
  U: '3f4040403f',
  V: '1f2040201f',
  W: '3f4038403f',
  X: '6314081463',
  Y: '0708700807',
  Z: '6151494543',
  '.': '0060600000',
  ',': '0050300000',
  ':': '0036360000',
  '-': '0808080808',
  '<': '0814224100',
};

/** A picture that is drawn by hand: boxes, a disc, and capital letters. */
export class Drawing {
  readonly pixels: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
    background: Colour,
  ) {
    this.pixels = new Uint8Array(width * height * 3);
    this.box({ x: 0, y: 0, width, height }, background);
  }

  box({ x, y, width, height }: { x: number; y: number; width: number; height: number }, colour: Colour): void {
    const left = Math.max(0, x);
    const line = new Uint8Array(Math.max(0, Math.min(this.width, x + width) - left) * 3);
    for (let at = 0; at < line.length; at += 1) line[at] = colour[at % 3]!;
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row += 1)
      this.pixels.set(line, (row * this.width + left) * 3);
  }

  disc({ x, y, radius }: { x: number; y: number; radius: number }, colour: Colour): void {
    for (let row = -radius; row <= radius; row += 1) {
      const half = Math.floor(Math.sqrt(radius ** 2 - row ** 2));
      this.box({ x: x - half, y: y + row, width: 2 * half, height: 1 }, colour);
    }
  }

  /** `dot`: pixels along the side of one dot. Without accents, as machines write on documents. */
  words(text: string, { x, y, dot }: { x: number; y: number; dot: number }, colour: Colour): void {
    const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toUpperCase();
    for (let i = 0; i < plain.length; i += 1) {
      const columns = letters[plain[i]!] ?? '';
      const left = x + i * (columnsOfLetter + 1) * dot;
      for (let column = 0; column * 2 < columns.length; column += 1) {
        const bits = Number.parseInt(columns.slice(column * 2, column * 2 + 2), 16);
        for (let row = 0; row < rowsOfLetter; row += 1)
          if ((bits >> row) & 1)
            this.box({ x: left + column * dot, y: y + row * dot, width: dot, height: dot }, colour);
      }
    }
  }
}
