'use client'

import { useCan } from '../../../../../frame/viewer.tsx'
import { DangerZone } from './danger-zone.tsx'
import { IdentitiesSection } from './external-identities/identities-section.tsx'
import { SignInSnippets } from './sign-in-snippets.tsx'

export function AccountOverview() {
  const can = useCan()
  return (
    <>
      <SignInSnippets />
      <IdentitiesSection />
      {can('ServiceAccounts', 'delete') && <DangerZone />}
    </>
  )
}
