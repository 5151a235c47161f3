'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { NoPermission } from '../../../../components/states.tsx'
import { useCan } from '../../../../frame/viewer.tsx'
import { PickRefusal } from './pick-refusal.tsx'
import { StoredRefusal } from './stored-refusal.tsx'
import { TryProof } from './try-proof.tsx'

/** Tries a proof on many identities without a login, or looks at what a recent refusal left. */
export function TryOut() {
  const can = useCan()
  const [exchange, setExchange] = useQueryState('exchange', parseAsString.withOptions({ history: 'push' }))
  if (!can('ExternalIdentities', 'read')) return <NoPermission what="how identities judge" permission="ExternalIdentities: read" />
  return (
    <>
      {can('Logs', 'read') && <PickRefusal value={exchange} onChange={(id) => void setExchange(id)} />}
      {exchange === null ? <TryProof /> : <StoredRefusal key={exchange} id={exchange} onLeave={() => void setExchange(null)} />}
    </>
  )
}
