import { DestinationFailure, destinationFailures } from './destination.ts'
import { SyncStop } from './stop.ts'
import type { RunFailureCode } from './sync.ts'

/** Why a run failed, as it is kept and shown. */
export interface RunFailure {
  code: RunFailureCode
  sentence: string
  missingAction: string | null
  requestId: string | null
  /** It was our own decision, not the destination's. */
  isStop: boolean
}

/** Whatever a run ran into. What nobody expected is told to administrators in general words alone: it may repeat what was sent. */
export function asFailure(thrown: unknown): RunFailure {
  if (thrown instanceof DestinationFailure && thrown.code in destinationFailures) {
    const { code, message, missingAction, requestId } = thrown
    return { code, sentence: message, missingAction, requestId, isStop: false }
  }
  if (thrown instanceof SyncStop) {
    return { code: thrown.code, sentence: thrown.message, missingAction: null, requestId: null, isStop: true }
  }
  const sentence = 'This server failed unexpectedly; its log says why. The run is tried again a few times.'
  return { code: 'internal_error', sentence, missingAction: null, requestId: null, isStop: false }
}
