/** What WaConnect signs with in a soak. */
export const secret = 'a secret of the soak';
