'use client'

import { Lock } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../../../../components/button.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { EmptyState } from '../../../../../../components/states.tsx'
import { useOwnKeys } from '../../../../../../keys/unlock/use-own-keys.tsx'

/** An end-to-end environment before the viewer's own keys are open. */
export function Locked() {
  const { withKeys, unlockDialog } = useOwnKeys()
  const [problem, setProblem] = useState<string>()
  const unlock = async () => {
    const outcome = await withKeys(async () => undefined)
    setProblem(outcome.ok ? undefined : outcome.message)
  }
  return (
    <EmptyState icon={<Lock size={28} />} title="This environment is encrypted end to end">
      <p>The server cannot read it. Your password opens your keys in this browser, and they open the secrets. The password is not sent.</p>
      <Button variant="primary" onClick={() => void unlock()}>
        Unlock
      </Button>
      <FormProblem text={problem} />
      {unlockDialog}
    </EmptyState>
  )
}
