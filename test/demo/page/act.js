/** Asks the demo to do something; answers whether it was understood. */
export const act = async (wish) => {
  try {
    const { ok } = await fetch('act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    });
    return ok;
  } catch {
    // The demo has stopped, and the live view says so.
    return false;
  }
};
