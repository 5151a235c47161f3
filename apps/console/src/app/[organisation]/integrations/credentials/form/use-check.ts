'use client'

import { useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { type CheckedStepsFragment, TestCredentialDocument, type TestCredentialInput } from './operations.generated.ts'

/**
 * The last test of a connection, for as long as it says something about what stands there. `stored`: of credentials that remember what was found,
 * and have no form for problems to stand beside.
 */
export function useCheck({ stored = false }: { stored?: boolean } = {}) {
  const [check, setCheck] = useState<CheckedStepsFragment>()
  const { send, busy } = useChange(TestCredentialDocument, { quiet: !stored, refresh: stored, cached: false })
  return {
    check,
    busy,
    /** Found by another way than a test of its own: when it was saved. */
    show: setCheck,
    forget: () => setCheck(undefined),
    async run(input: TestCredentialInput) {
      setCheck(undefined)
      const outcome = await send({ input })
      setCheck(outcome.payload?.check ?? undefined)
      return outcome
    },
  }
}
