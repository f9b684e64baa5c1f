/** True for `npm run faults`, which tries each fault many more times than there is time for in every run of the tests. */
export const isLongForm = process.env.FAULTS === 'all';
