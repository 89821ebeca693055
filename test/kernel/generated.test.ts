/** The native kernel is made of today's sources, and takes what the firmware hands it. */
import { expect } from 'chai';
import { BLOCK_BYTES } from '../../firmware/sensors/decoder';
import { REPORT_FIELDS } from '../../firmware/kernel/report';
import { STRIDE_FIELDS } from '../../firmware/stepdetect/stride-record';
import { KERNEL, outputs, stale, translate } from '../../native/outputs';

describe('the generated kernel', () => {
  it('is that of the sources (npm run native writes it)', async () => {
    const made = await outputs(translate(KERNEL));
    expect(stale(made)).to.deep.equal([]);
    const { ffi } = JSON.parse(made.get('firmware/device/native/kernel/manifest.json') ?? '') as {
      ffi: { functions: Record<string, { arguments: string[] }> };
    };
    const {
      footfall_kernel_take: take,
      footfall_kernel_tell: tell,
      footfall_kernel_next: next,
    } = ffi.functions;
    expect(take.arguments).to.deep.equal([`uint8_t[${BLOCK_BYTES}]`, 'int32_t']);
    expect(tell.arguments).to.deep.equal([`int32_t[${REPORT_FIELDS}]`]);
    expect(next.arguments).to.deep.equal([`int32_t[${STRIDE_FIELDS}]`]);
  }).timeout(60_000);
});
