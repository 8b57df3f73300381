const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** `41 s`, `4 min 52 s`, `21 min`, `1 h 02 min`: milliseconds for people. */
export function lasting(ms: number): string {
  const whole = Math.max(0, Math.round(ms / SECOND)) * SECOND;
  if (whole < MINUTE) return `${whole / SECOND} s`;
  if (whole < 10 * MINUTE) {
    const seconds = (whole % MINUTE) / SECOND;
    return `${Math.floor(whole / MINUTE)} min${seconds > 0 ? ` ${seconds} s` : ''}`;
  }
  const minutes = Math.round(whole / MINUTE);
  if (whole < HOUR) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** An instant that every reader sees in their own time zone. `at`: epoch ms. */
export function clockTime(at: number): string {
  return `<!date^${Math.floor(at / SECOND)}^{time_secs}|${utc(at, 8)} UTC>`;
}

/** `10:32 UTC`, for texts that are read aloud. */
export function spokenTime(at: number): string {
  return `${utc(at, 5)} UTC`;
}

function utc(at: number, characters: number): string {
  return new Date(at).toISOString().slice(11, 11 + characters);
}
