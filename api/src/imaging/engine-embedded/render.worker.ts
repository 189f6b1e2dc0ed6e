import { parentPort, workerData } from 'node:worker_threads';
import { drawPicture } from './draw-picture.ts';
import type { RenderMessage, RenderTask } from './picture-renderer.ts';

const { spec, minimumMs } = workerData as RenderTask;
const idle = new Int32Array(new SharedArrayBuffer(4));
const began = performance.now();
const say = (message: RenderMessage): void => parentPort?.postMessage(message, []);

const work = drawPicture(spec);
let told = 0;
for (let step = work.next(); ; step = work.next()) {
  if (step.done) {
    say({ png: step.value });
    break;
  }
  const ahead = step.value * minimumMs - (performance.now() - began);
  if (ahead > 1) Atomics.wait(idle, 0, 0, ahead);
  if (step.value - told >= 0.01) {
    told = step.value;
    say({ progress: told });
  }
}
