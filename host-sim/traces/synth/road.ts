/** What a car, or a bicycle, makes of a road: the acceleration of its floor. */

/** Reference spatial frequency of ISO 8608, cycles per metre. */
const REFERENCE_PER_M = 0.1;
/** Geometric means of ISO 8608's displacement spectral density at it, m^3: very good, good, average, poor. */
const CLASSES_M3 = { A: 16e-6, B: 64e-6, C: 256e-6, D: 1024e-6 } as const;

export type RoadClass = keyof typeof CLASSES_M3;

/** Displacement of the road under a wheel, m^2/Hz: ISO 8608's straight line of slope -2, passed over at a speed. */
export function roadPsd(road: RoadClass, speed_mps: number, Hz: number): number {
  const perM = Hz / speed_mps;
  return (CLASSES_M3[road] * (perM / REFERENCE_PER_M) ** -2) / speed_mps;
}

/**
 * The quarter car on whose motion the international roughness index stands (Sayers, Gillespie and Queiroz 1986, World Bank
 * technical paper 45; ASTM E1926): stiffness of spring and tyre, damping, and wheel mass, each per body mass.
 */
const CAR = { spring: 63.3, tyre: 653, damping: 6, wheel: 0.15 };

type Complex = readonly [re: number, im: number];

function times([a, b]: Complex, [c, d]: Complex): Complex {
  return [a * c - b * d, a * d + b * c];
}

/** Square of the body's acceleration per displacement of the road, 1/s^4. */
function bodyGain(Hz: number): number {
  const omega = 2 * Math.PI * Hz;
  const square = omega * omega;
  const link: Complex = [CAR.spring, CAR.damping * omega];
  const body: Complex = [link[0] - square, link[1]];
  const wheel: Complex = [link[0] + CAR.tyre - CAR.wheel * square, link[1]];
  const [a, b] = times(body, wheel);
  const [c, d] = times(link, link);
  const below = (a - c) ** 2 + (b - d) ** 2;
  return square * square * CAR.tyre ** 2 * ((link[0] ** 2 + link[1] ** 2) / below);
}

/** Acceleration of a car's floor, (m/s^2)^2 per Hz. */
export function floorPsd(road: RoadClass, speed_mps: number): (Hz: number) => number {
  return (Hz) => bodyGain(Hz) * roadPsd(road, speed_mps, Hz);
}

/** A bicycle's tyre carries its rider up and down on the road; above this it smooths, Hz. */
const TYRE_HZ = 15;

/** Acceleration of a bicycle's frame: the road's own, through a tyre of first order twice over, (m/s^2)^2 per Hz. */
export function framePsd(road: RoadClass, speed_mps: number): (Hz: number) => number {
  return (Hz) => ((2 * Math.PI * Hz) ** 4 * roadPsd(road, speed_mps, Hz)) / (1 + (Hz / TYRE_HZ) ** 2) ** 2;
}
