/** The one node group of the simulated world. */
export const GROUP = 'workers';
