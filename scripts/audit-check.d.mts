/** Throws with what is wrong. */
export function checkProof(
  proof: unknown,
  publicKey: string,
): { event: { id: string; action: string; outcome: string; at: string }; head: { number: number; at: string } };
