/** A workload cannot prove who it is; the sentence says why and what to do, for the person at the command line. */
export class ProofError extends Error {
  constructor(sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause })
    this.name = 'ProofError'
  }
}
