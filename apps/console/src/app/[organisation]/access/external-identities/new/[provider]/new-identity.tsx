'use client'

import dynamic from 'next/dynamic'
import { NoPermission } from '../../../../../../components/states.tsx'
import { useCan } from '../../../../../../frame/viewer.tsx'
import { FormSkeleton } from '../../form/form-skeleton.tsx'
import type { ProviderNames } from '../../providers.ts'

// The rules of the providers are the heavy part of the form; the page stands before they are there.
const CreateIdentity = dynamic(async () => (await import('../../form/create-identity.tsx')).CreateIdentity, {
  ssr: false,
  loading: FormSkeleton,
})

interface NewIdentityProps {
  provider: ProviderNames
  /** What a link wants filled in. */
  wanted: Readonly<Record<string, string>>
}

export function NewIdentity(props: NewIdentityProps) {
  const can = useCan()
  return can('ExternalIdentities', 'create') ? (
    <CreateIdentity {...props} />
  ) : (
    <NoPermission what="this form" permission="ExternalIdentities: create" />
  )
}
