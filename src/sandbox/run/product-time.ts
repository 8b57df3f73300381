/** A clock running at 1x beside a world that is ahead of real time needs a factor that is not quite one. */
const NEARLY_ONE = 1.0001;

/**
 * `DROVER_TIME_SCALE` for a program whose clock shall follow the world: `factor@anchor`, with
 * time = anchor + factor x (real - anchor). The anchor is solved from one instant known on both clocks (epoch ms).
 */
export function productTime(speed: number, worldNow: number, realNow: number): string {
  const ahead = worldNow - realNow;
  if (speed === 1 && Math.abs(ahead) < 1_000) return '1';
  const factor = speed === 1 ? NEARLY_ONE : speed;
  const anchor = realNow - ahead / (factor - 1);
  return `${factor}@${new Date(anchor).toISOString()}`;
}
