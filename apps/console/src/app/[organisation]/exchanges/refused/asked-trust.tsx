'use client'

import { useQuery } from '@apollo/client/react'
import { useEffect } from 'react'
import { useToast } from '../../../../components/toast.tsx'
import { ExchangeDetailDocument } from '../detail/operations.generated.ts'
import { TrustDialog } from '../trust/trust-dialog.tsx'

/** What would let a caller in is asked for when somebody wants to do it: it is that of this moment. */
export function AskedTrust({ exchangeId, onClose }: { exchangeId: string; onClose: () => void }) {
  const { data, error } = useQuery(ExchangeDetailDocument, {
    variables: { id: exchangeId },
    fetchPolicy: 'network-only',
    errorPolicy: 'all',
  })
  const toast = useToast()
  const proposal = data?.exchange?.trustProposal
  const isVain = error !== undefined || (data?.exchange != null && !proposal?.identity)
  useEffect(() => {
    if (!isVain) return
    toast.failure('There is nothing to trust any more: the caller is trusted by now, or the identity has changed.')
    onClose()
  }, [isVain, toast, onClose])
  return proposal?.identity ? <TrustDialog open onClose={onClose} proposal={proposal} identity={proposal.identity} /> : null
}
