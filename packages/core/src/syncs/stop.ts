import type { StopCode } from './sync.ts'

/** Why a run goes no further, for a reason of our own: a code for programs, a sentence that says what to do. */
export class SyncStop extends Error {
  readonly code: StopCode

  constructor(code: StopCode, sentence: string) {
    super(sentence)
    this.name = 'SyncStop'
    this.code = code
  }
}
