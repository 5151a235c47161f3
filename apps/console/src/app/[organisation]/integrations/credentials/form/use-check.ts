'use client'

import { useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { type CheckedStepsFragment, TestCredentialDocument, type TestCredentialInput } from './operations.generated.ts'

/** The last test of a connection, for as long as it says something about what stands there. */
export function useCheck({ refresh = false }: { refresh?: boolean } = {}) {
  const [check, setCheck] = useState<CheckedStepsFragment>()
  const { send, busy } = useChange(TestCredentialDocument, { quiet: true, refresh, cached: false })
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
