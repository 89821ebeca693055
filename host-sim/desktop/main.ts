/**
 * The shoe in Moddable's desktop simulator: the virtual board of the Node replay and the same firmware, on XS as the SDK builds it,
 * with the firmware's modules preloaded as on the chip. The recording is a resource. Tells its strides in the debug console.
 */
import Resource from 'Resource';
import { replay } from '../engines/node';
import { openRecording } from './recording';
import { strideLines } from './stride-lines';

export default function main(): void {
  try {
    const source = openRecording(new Resource('recording.bin'));
    trace(`Footfall replays ${source.name}\n`);
    for (const line of strideLines(replay(source))) trace(`${line}\n`);
  } catch (error) {
    trace(`failed ${String(error)}\n`);
  }
}
