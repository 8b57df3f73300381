/** Pods get their addresses one after another from the shared range of RFC 6598; none is given twice. */
const FIRST = (100 << 24) | (64 << 16) | 10;

/** As many as the range 100.64.0.0/10 holds. */
const COUNT_MAX = 4_194_000;

export function createAddressBook(): () => string {
  let taken = 0;
  return () => {
    if (taken >= COUNT_MAX) throw new Error('all pod addresses of the world are used up');
    const address = FIRST + taken++;
    return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
  };
}
