'use client'

import { ShieldPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { Button, ButtonLink } from '../../../../components/button.tsx'
import { useDialog } from '../../../../components/url-state.ts'
import { useCan, useOrganisationPath } from '../../../../frame/viewer.tsx'
import type { ExchangeWholeFragment } from '../detail/operations.generated.ts'
import { newIdentityPath } from './trusted-config.ts'

const TrustDialog = dynamic(() => import('./trust-dialog.tsx').then((module) => module.TrustDialog))

/** What would let a refused caller in: a change to the identity that came nearest, or an identity where none was bound. */
export function TrustActions({ exchange: { id, code, trustProposal, serviceAccountId } }: { exchange: ExchangeWholeFragment }) {
  const path = useOrganisationPath()
  const can = useCan()
  const dialog = useDialog('trust')
  if (code === 'no_identity_bound') {
    return (
      <>
        {trustProposal && (
          <ButtonLink variant="primary" href={path(newIdentityPath(trustProposal.after))}>
            Create identity…
          </ButtonLink>
        )}
        {serviceAccountId !== null && can('ExternalIdentities', 'bind') && (
          <ButtonLink href={path(`/access/service-accounts/${serviceAccountId}/external-identities`)}>Bind an identity…</ButtonLink>
        )}
      </>
    )
  }
  if (!trustProposal?.identity || !can('ExternalIdentities', 'update')) return null
  return (
    <>
      <Button variant="primary" onClick={() => dialog.show(id)}>
        <ShieldPlus size={16} aria-hidden /> Trust this principal…
      </Button>
      {dialog.id === id && <TrustDialog open onClose={dialog.close} proposal={trustProposal} identity={trustProposal.identity} />}
    </>
  )
}
