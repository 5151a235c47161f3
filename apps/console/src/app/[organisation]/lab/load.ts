'use client'

import { useChange } from '../../../apollo/use-change.ts'
import { useToast } from '../../../components/toast.tsx'
import { useCan } from '../../../frame/viewer.tsx'
import { StartLabDocument } from './operations.generated.ts'

/** Loads whatever of the demo workspace is not there; `mayLoad` says whether this person is allowed to. */
export function useLoadDemo(done: string) {
  const { send, busy } = useChange(StartLabDocument)
  const toast = useToast()
  const can = useCan()
  const mayLoad =
    can('ServiceAccounts', 'create') &&
    can('ExternalIdentities', 'create') &&
    can('ExternalIdentities', 'bind') &&
    can('Apps', 'create') &&
    can('IntegrationCredentials', 'create')
  const load = async () => {
    const outcome = await send({})
    if (outcome.ok) toast.success(done)
  }
  return { load, busy, mayLoad }
}
